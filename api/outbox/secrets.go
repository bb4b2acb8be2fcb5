package outbox

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// errSecret says that what was sealed was so under another secret of the installation.
var errSecret = errors.New("it was sealed under another secret of the installation")

func (s *Service) sealer() (cipher.AEAD, error) {
	key, err := s.Secret("webhook secrets")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Seal encrypts a secret with a key that is derived from the installation's secret.
func (s *Service) Seal(plain []byte) (string, error) {
	aead, err := s.sealer()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, err = rand.Read(nonce)
	return base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil)), err
}

// Unseal decrypts what [Service.Seal] has made. It fails if that was done under another
// secret.
func (s *Service) Unseal(sealed string) ([]byte, error) {
	aead, err := s.sealer()
	if err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < aead.NonceSize() {
		return nil, errSecret
	}
	plain, err := aead.Open(nil, b[:aead.NonceSize()], b[aead.NonceSize():], nil)
	if err != nil {
		return nil, errSecret
	}
	return plain, nil
}
