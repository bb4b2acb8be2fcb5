// Package mail sends plain mail to one person at a time over SMTP. It knows neither what is said
// nor why, and keeps nothing.
package mail
