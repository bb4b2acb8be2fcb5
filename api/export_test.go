package api

import "strings"

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
