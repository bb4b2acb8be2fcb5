package main

import (
	"path/filepath"
	"time"

	"hallmark/api/keys"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// keyFile is where the signing key lies.
func (s *settings) keyFile() string {
	if s.key != "" {
		return s.key
	}
	return filepath.Join(s.data, "signing-key.pem")
}

// keyPlace is where the key and the secret of an open installation lie.
func (s *settings) keyPlace(o *opened) *keys.Place {
	return &keys.Place{Engine: o.Engine, Key: s.keyFile(), Secret: filepath.Join(s.data, "secret.key"),
		Name: s.name, Empty: o.Empty}
}

// day is a day in the zone of the halls, as people say it.
func day(t time.Time) message.Day { return message.Day(checklists.DayOf(t)) }
