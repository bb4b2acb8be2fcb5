// Package terminal is how every command speaks: the language of the terminal, sentences of the
// message catalogue for results and errors, the status with which a process ends, and files that
// are written whole or not at all. It knows no command.
package terminal
