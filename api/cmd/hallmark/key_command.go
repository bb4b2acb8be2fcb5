package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/keys"
	"hallmark/api/store/lock"
	"hallmark/pdf/seal"
)

func keyCommand() *cobra.Command {
	return terminal.Group("key",
		keyShowCommand(), keyNewCommand(), keyRenewCommand(), keyUseCommand(), keySecretCommand())
}

// keyAction is a command about the key of an installation that is there. A purpose of lock.Serve keeps
// servers away: they hold the key in memory.
func keyAction(use string, p lock.Purpose,
	run func(*cobra.Command, *settings, *opened, []keys.Key) error, aliases ...string,
) *cobra.Command {
	var s settings
	cmd := &cobra.Command{Use: use, Args: terminal.Exactly(0), Aliases: aliases,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.mustExist("no-installation"); err != nil {
				return err
			}
			o, err := s.open(cmd.Context(), p)
			if err != nil {
				return err
			}
			known, err := keys.List(cmd.Context(), o.Engine)
			if err == nil {
				err = run(cmd, &s, o, known)
			}
			return errors.Join(err, o.close())
		}}
	s.flags(cmd)
	return cmd
}

func keyShowCommand() *cobra.Command {
	return keyAction("show", lock.Read,
		func(cmd *cobra.Command, s *settings, o *opened, known []keys.Key) error {
			for i, k := range known {
				state := "key-signs"
				if i < len(known)-1 {
					state = "key-was"
				}
				terminal.Say(cmd, state, k.Number, k.Fingerprint, day(k.Since.Time))
			}
			key, err := keys.ReadKey(s.keyFile())
			if err != nil {
				return terminal.Explain(err, fs.ErrNotExist, "key-no-file", s.keyFile())
			}
			from, to := key.Validity()
			terminal.Say(cmd, "key-file", s.keyFile(), key.Fingerprint(), key.Name(), day(from), day(to))
			if len(known) > 0 {
				return s.keyPlace(o).Check(key, known)
			}
			return nil
		})
}

func keyNewCommand() *cobra.Command {
	return keyAction("new", lock.Serve,
		func(cmd *cobra.Command, s *settings, o *opened, _ []keys.Key) error {
			key, err := seal.GenerateKey(rand.Reader, s.name, time.Now())
			if err != nil {
				return err
			}
			return s.replaceKey(cmd, o, key)
		}, "rotate")
}

func keyRenewCommand() *cobra.Command {
	return keyAction("renew", lock.Serve,
		func(cmd *cobra.Command, s *settings, o *opened, known []keys.Key) error {
			old, err := keys.ReadKey(s.keyFile())
			if err == nil && len(known) > 0 {
				err = s.keyPlace(o).Check(old, known)
			}
			if err != nil {
				return terminal.Explain(err, fs.ErrNotExist, "key-no-file", s.keyFile())
			}
			key, err := old.Renew(rand.Reader, s.name, time.Now())
			if err != nil {
				return err
			}
			return s.replaceKey(cmd, o, key)
		})
}

func keyUseCommand() *cobra.Command {
	return keyAction("use", lock.Serve,
		func(cmd *cobra.Command, s *settings, o *opened, _ []keys.Key) error {
			key, err := keys.ReadKey(s.keyFile())
			if err != nil {
				return terminal.Explain(err, fs.ErrNotExist, "key-no-file", s.keyFile())
			}
			if err := s.carrySecret(cmd, o, key); err != nil {
				return err
			}
			return s.useKey(cmd, o, key)
		})
}

func keySecretCommand() *cobra.Command {
	return keyAction("secret", lock.Serve,
		func(cmd *cobra.Command, s *settings, o *opened, known []keys.Key) error {
			key, err := keys.ReadKey(s.keyFile())
			if err == nil && len(known) > 0 {
				err = s.keyPlace(o).Check(key, known)
			}
			if err != nil {
				return terminal.Explain(err, fs.ErrNotExist, "key-no-file", s.keyFile())
			}
			p := s.keyPlace(o)
			if err := p.LoseSecret(cmd.Context(), key); err != nil {
				return err
			}
			terminal.Say(cmd, "secret-new", p.Secret)
			return nil
		})
}

// carrySecret keeps the secret of the installation for a key that shall sign.
func (s *settings) carrySecret(cmd *cobra.Command, o *opened, key *seal.Key) error {
	p := s.keyPlace(o)
	made, err := p.Carry(cmd.Context(), key)
	if err == nil && made {
		terminal.Say(cmd, "secret-new", p.Secret)
	}
	return err
}

// replaceKey puts a key into the place of the one that is there. When it breaks off before the data
// know the key, the next start says so, and "key use" finishes it.
func (s *settings) replaceKey(cmd *cobra.Command, o *opened, key *seal.Key) error {
	file := s.keyFile()
	if err := s.carrySecret(cmd, o, key); err != nil {
		return err
	}
	old, err := keys.ReadKey(file)
	switch {
	case err == nil:
		kept, err := keys.KeepKey(file, old.Fingerprint())
		if err != nil {
			return err
		}
		terminal.Say(cmd, "key-kept", kept)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := keys.WriteKey(file, key); err != nil {
		return err
	}
	return s.useKey(cmd, o, key)
}

func (s *settings) useKey(cmd *cobra.Command, o *opened, key *seal.Key) error {
	if err := keys.Use(cmd.Context(), o.Engine, key, time.Now()); err != nil {
		return fmt.Errorf("%s: %w", s.keyFile(), err)
	}
	terminal.Say(cmd, "key-used", s.keyFile(), key.Fingerprint())
	return nil
}
