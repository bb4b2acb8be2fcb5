package apitest

import (
	"net/url"
)

// SendForm sends a form as a browser without script does, and returns the page or where it leads to.
func (k *Kit) SendForm(path string, values url.Values) (int, string, string) {
	k.T.Helper()
	r := k.Request("POST", path, values.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	status, header, body := k.Do(r)
	return status, header.Get("Location"), string(body)
}
