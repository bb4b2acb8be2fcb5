package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Refusal says why a key or secret is not taken, and what to do: key "cli.<Name>" of the message
// catalogue.
type Refusal struct {
	Name string
	Args []any
}

func refuse(name string, args ...any) *Refusal { return &Refusal{name, args} }

// Error says it in English.
func (r *Refusal) Error() string {
	return message.Text(message.English, "cli."+r.Name, r.Args...)
}

// ReadKey reads a key that nobody else may read. A file that is not there is fs.ErrNotExist.
func ReadKey(file string) (*seal.Key, error) {
	text, err := readPrivate(file, "key-exposed")
	if err != nil {
		return nil, err
	}
	return ParseKey(file, text, "")
}

// ParseKey reads a key from the text of a file, with the password of a file of PKCS #12.
func ParseKey(file string, text []byte, password string) (*seal.Key, error) {
	key, err := seal.ParseKeyWith(text, password)
	switch {
	case err == nil:
		return key, nil
	case errors.Is(err, seal.ErrKeyPair):
		return nil, refuse("key-pair", file)
	case errors.Is(err, seal.ErrKeyChain):
		return nil, refuse("key-chain", file)
	case errors.Is(err, seal.ErrKeyWeak):
		return nil, refuse("key-weak", file)
	case errors.Is(err, seal.ErrKeyPass):
		return nil, refuse("key-password", file)
	}
	return nil, refuse("key-invalid", file)
}

// readPrivate reads a file that only its owner may read; exposed names the refusal of another.
func readPrivate(file, exposed string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, refuse(exposed, file, fmt.Sprintf("%04o", mode))
	}
	return text, nil
}

// WriteKey makes the file of a key, readable by its owner. It replaces none: that is fs.ErrExist.
func WriteKey(file string, key *seal.Key) error {
	text, err := key.PEM()
	if err != nil {
		return err
	}
	return writePrivate(file, text)
}

// writePrivate makes a file that only its owner may read, whole or not at all.
func writePrivate(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Link(temporary.Name(), file)
}

// KeepKey moves the file of a key aside, beside it and named by its fingerprint.
func KeepKey(file string, fingerprint standard.Digest) (kept string, err error) {
	kept = filepath.Join(filepath.Dir(file), "signing-key-"+fingerprint.Short()+".pem")
	if err := os.Link(file, kept); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return kept, os.Remove(file)
}
