package api

import (
	"context"
	"strings"

	"hallmark/api/replies"
	"hallmark/checklists"
	"hallmark/standard"
)

// CallsForTest lists the server's route table as "GET /api/v1/audits/{id}", in its order.
func (s *Server) CallsForTest() []string {
	var calls []string
	for _, r := range s.routes() {
		parts := strings.Split(r.path, "/")
		for i, part := range parts {
			if name, ok := strings.CutPrefix(part, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		calls = append(calls, r.method+" "+strings.Join(parts, "/"))
	}
	return calls
}

// HoldKeyForTest leaves an Idempotency-Key as it is while the first request with it runs.
func (s *Server) HoldKeyForTest(ctx context.Context, user checklists.Username, key, path string,
	body []byte,
) error {
	return s.docs.replies.Insert(ctx, replies.Reply{
		ID:      string(standard.DigestBytes([]byte(string(user) + "\n" + key))),
		Request: standard.DigestBytes(append([]byte(path+"\n"), body...)),
		At:      checklists.At(s.now()), Revision: 1,
	})
}
