package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/keys"
	"hallmark/api/store/lock"
	"hallmark/pdf/seal"
)

func keyCommand() *cobra.Command {
	return terminal.Group("key",
		keyShowCommand(), keyNewCommand(), keyRenewCommand(), keyUseCommand(), keyImportCommand(),
		keySecretCommand())
}

// keyAction is a command about the key of an installation that is there. A purpose of lock.Serve keeps
// servers away: they hold the secret in memory.
func keyAction(use string, p lock.Purpose,
	run func(*cobra.Command, *settings, *opened, []keys.Key) error, aliases ...string,
) *cobra.Command {
	var s settings
	cmd := keyCommandOf(&s, use, p, run)
	cmd.Args, cmd.Aliases = terminal.Exactly(0), aliases
	return cmd
}

func keyCommandOf(s *settings, use string, p lock.Purpose,
	run func(*cobra.Command, *settings, *opened, []keys.Key) error,
) *cobra.Command {
	cmd := &cobra.Command{Use: use,
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
				err = run(cmd, s, o, known)
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
	return keyAction("new", lock.Work,
		func(cmd *cobra.Command, s *settings, o *opened, _ []keys.Key) error {
			old, err := keys.ReadKey(s.keyFile())
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			key, err := seal.GenerateKey(rand.Reader, s.nameAfter(old), time.Now())
			if err != nil {
				return err
			}
			return s.replaceKey(cmd, o, key)
		}, "rotate")
}

func keyRenewCommand() *cobra.Command {
	return keyAction("renew", lock.Work,
		func(cmd *cobra.Command, s *settings, o *opened, known []keys.Key) error {
			old, err := keys.ReadKey(s.keyFile())
			if err == nil && len(known) > 0 {
				err = s.keyPlace(o).Check(old, known)
			}
			if err != nil {
				return terminal.Explain(err, fs.ErrNotExist, "key-no-file", s.keyFile())
			}
			if by := old.Signer(time.Now()); !by.SelfSigned {
				return terminal.Fail("key-renew-issued", by.Issuer)
			}
			key, err := old.Renew(rand.Reader, s.nameAfter(old), time.Now())
			if err != nil {
				return err
			}
			return s.replaceKey(cmd, o, key)
		})
}

func keyUseCommand() *cobra.Command {
	return keyAction("use", lock.Work,
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

func keyImportCommand() *cobra.Command {
	var s settings
	var name string
	cmd := keyCommandOf(&s, "import FILE", lock.Work,
		func(cmd *cobra.Command, s *settings, o *opened, _ []keys.Key) error {
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			password := ""
			if _, err := seal.ParseKey(text); errors.Is(err, seal.ErrKeyPass) {
				if password, err = readPassword(cmd); err != nil {
					return err
				}
			}
			key, err := keys.ParseKey(name, text, password)
			if err != nil {
				return err
			}
			return s.replaceKey(cmd, o, key)
		})
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if err := terminal.Exactly(1)(cmd, args); err != nil {
			return err
		}
		name = args[0]
		return nil
	}
	return cmd
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

// nameAfter is the name in a new certificate: the one that is given, or that of the key before, which
// may be nil.
func (s *settings) nameAfter(old *seal.Key) string {
	if s.name == "" && old != nil {
		return old.Name()
	}
	return cmp.Or(s.name, keys.Unnamed)
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
