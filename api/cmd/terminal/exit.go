package terminal

import (
	"context"
	"errors"
	"io/fs"

	"hallmark/api"
	"hallmark/api/keys"
	"hallmark/api/store"
)

// The statuses with which a command ends; that of "verify" says what the file is. Each is explained
// by the text "command.exit".
const (
	Done        = 0
	Refused     = 1   // by a rule, or for another reason that has no status of its own
	WrongCall   = 2   // a command, flag, argument or variable
	BadFile     = 3   // a file that is missing, cannot be read, or holds something wrong
	BadData     = 4   // an installation that is missing, in use, of another version, without its key
	Unreachable = 5   // storage, network or mail: what fails now may work later
	Interrupted = 130 // by a signal, as shells have it
)

// exit is an error that ends the process with a status of its own.
type exit struct {
	status int
	error
}

func (e *exit) Unwrap() error { return e.error }

// Exit gives an error a status, with which it ends the process.
func Exit(status int, err error) error { return &exit{status, err} }

// Wrong is [Fail] for a command that was called wrongly.
func Wrong(key string, args ...any) error { return Exit(WrongCall, Fail(key, args...)) }

// Status is the status with which an error ends the process.
func Status(err error) int {
	var own *exit
	var said *failure
	var file *inputError
	var path *fs.PathError
	var newer *store.NewerError
	var key *keys.Refusal
	switch {
	case err == nil:
		return Done
	case errors.As(err, &own):
		return own.status
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &file):
		return BadFile
	case errors.As(err, &said) && statuses[said.key] != 0:
		return statuses[said.key]
	case errors.As(err, &key), errors.As(err, &newer), errors.Is(err, api.ErrNotEmpty):
		return BadData
	case errors.Is(err, store.ErrUnavailable):
		return Unreachable
	case errors.Is(err, api.ErrBackup), errors.As(err, &path):
		return BadFile
	}
	return Refused
}

// Given reports whether an error was given its status by [Exit].
func Given(err error) bool {
	var own *exit
	return errors.As(err, &own)
}

// statuses has the failures, by key, that end with another status than [Refused].
var statuses = map[string]int{
	"no-installation": BadData, "no-source": BadData, "data-foreign": BadData, "data-lost": BadData,
	"data-served": BadData, "data-in-use": BadData, "partly-filled": BadData,
	"key-no-file": BadData,

	"no-file": BadFile, "not-regular": BadFile, "not-pdf": BadFile, "no-certificate": BadFile,
	"queue-file": BadFile, "queue-edited": BadFile, "format-unfinished": BadFile,
	"draw-none": BadFile,

	"in-use": Unreachable, "listen": Unreachable, "mail-failed": Unreachable,

	"extension": WrongCall, "fingerprint": WrongCall, "tier": WrongCall, "log-level": WrongCall,
	"base-url": WrongCall, "base-url-path": WrongCall, "digest-hour": WrongCall, "smtp-tls": WrongCall,
	"smtp-port": WrongCall, "smtp-from": WrongCall, "mail-address": WrongCall, "mongodb-uri": WrongCall,
	"mongodb-uri-file": WrongCall, "mongodb-uri-empty": WrongCall,
	"format-tier": WrongCall, "format-unknown": WrongCall, "format-output-twice": WrongCall,
	"format-output-none": WrongCall, "quota": WrongCall, "no-password": WrongCall,
}
