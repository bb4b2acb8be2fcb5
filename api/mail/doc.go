// Package mail sends plain mail to one person at a time over SMTP. It knows neither the subject
// nor the reason of a mail, and stores nothing.
package mail
