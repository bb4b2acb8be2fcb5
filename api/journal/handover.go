package journal

import (
	"context"

	"hallmark/checklists"
)

type handoverKey struct{}

// WithHandover returns a context in which everything is taken over from a file: each event written
// in it says so.
func WithHandover(ctx context.Context, h *checklists.Handover) context.Context {
	return context.WithValue(ctx, handoverKey{}, h)
}

// HandedIn is the file from which the work in a context is taken over, or nil.
func HandedIn(ctx context.Context) *checklists.Handover {
	h, _ := ctx.Value(handoverKey{}).(*checklists.Handover)
	return h
}
