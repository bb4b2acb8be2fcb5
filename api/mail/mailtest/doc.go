// Package mailtest is an SMTP server on loopback that keeps what it is sent. Only tests import it.
package mailtest
