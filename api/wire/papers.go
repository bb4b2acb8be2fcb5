package wire

import (
	"crypto/sha256"
	"encoding/base32"
	"time"

	"hallmark/api/web"
	"hallmark/checklists"
)

// ReportCode is the code that is printed on a report and typed in on the public page that verifies
// it. It is derived from everything in the report: the audit with all that was ever recorded in it,
// and the appeals and the score after rectification, which may change while the audit does not.
// Reports of the same state so have the same code, and nobody can guess another one: it has 80
// bits, written in letters and digits that are not mistaken for each other.
func ReportCode(a *checklists.Audit, appeals []checklists.Appeal, fixed *web.Compared) string {
	state := "hallmark report\n" + string(a.ID) + "\n" + string(a.Digest)
	if fixed != nil {
		state += "\n" + fixed.At.UTC().Format(time.RFC3339Nano) + "\n" + fixed.Score.Total.String()
	}
	for i := range appeals {
		state += "\n" + string(appeals[i].ID) + "\n" + string(appeals[i].State)
	}
	sum := sha256.Sum256([]byte(state))
	const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // Crockford's idea: no 0, 1, I, O
	return base32.NewEncoding(letters).EncodeToString(sum[:10])
}
