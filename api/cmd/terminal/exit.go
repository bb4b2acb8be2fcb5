package terminal

import "errors"

// exit is an error that ends the process with a status of its own.
type exit struct {
	status int
	error
}

func (e *exit) Unwrap() error { return e.error }

// Exit gives an error a status, with which it ends the process.
func Exit(status int, err error) error { return &exit{status, err} }

// Status returns the status that an error was given, if it was given one.
func Status(err error) (status int, given bool) {
	var own *exit
	if errors.As(err, &own) {
		return own.status, true
	}
	return 0, false
}
