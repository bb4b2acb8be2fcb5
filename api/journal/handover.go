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

// Admitted reports whether the work in a context was handed in and is taken over by a supervisor, who
// lets begin what may not begin by itself: in a hall that was closed meanwhile, or after the end of a
// campaign.
func Admitted(ctx context.Context) bool {
	h := HandedIn(ctx)
	return h != nil && h.By != ""
}

// HandedIn is the file from which the work in a context is taken over, or nil.
func HandedIn(ctx context.Context) *checklists.Handover {
	h, _ := ctx.Value(handoverKey{}).(*checklists.Handover)
	return h
}
