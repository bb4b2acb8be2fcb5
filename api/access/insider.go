package access

import (
	"context"
	"errors"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

type insiderKey struct{}

// Inside returns a context in which the program itself sends requests in the name of a person, as
// it does when it takes over unsent work from a file. No request from outside can carry it.
func Inside(ctx context.Context, u *User) context.Context {
	return context.WithValue(ctx, insiderKey{}, u)
}

// insider is the person in whose name the program itself sends a request, or nil.
func insider(ctx context.Context) *User {
	u, _ := ctx.Value(insiderKey{}).(*User)
	return u
}

// IsInside reports whether the program itself sends a request.
func IsInside(ctx context.Context) bool { return insider(ctx) != nil }

// handedOver are the actions that an operator takes over from a file.
var handedOver = map[Action]bool{StartAudit: true, RecordAnswers: true, UploadEvidence: true}

// ReachIn is [ScopeOf]; an operator who takes work over from a file, and need not be an inspector,
// reaches every audit for that alone.
func ReachIn(ctx context.Context, a Action, u *User) Scope {
	if journal.HandedIn(ctx) != nil && !journal.Admitted(ctx) && insider(ctx) != nil &&
		handedOver[a] && MayTakeOver(u) {
		return Anything
	}
	return ScopeOf(a, u)
}

// MayTakeOver reports whether a person may take over work from a file: inspectors, supervisors and
// administrators of the office itself, whose account is in use.
func MayTakeOver(u *User) bool {
	return u != nil && !u.Disabled && u.Firm == "" &&
		(u.Role == checklists.Auditor || u.Role == checklists.Supervisor || u.Role == checklists.Admin)
}

// TakesOver refuses an operator who works in the hall whose inspection a file holds. What was handed in
// stands in the name of whoever inspected; who takes it over was asked before ([User.MayDecide]).
func TakesOver(ctx context.Context, u *User, hall checklists.HallID) error {
	if journal.HandedIn(ctx) != nil && !journal.Admitted(ctx) && u.Hall != "" && u.Hall == hall {
		return wire.InvalidField("as", "own-hall-file", u.Name, hall)
	}
	return nil
}

// Starter is the person for whom an audit is started: the caller, or, where an operator takes it
// over from a file, the person who worked on the tablet as the file says. Without an account in use
// of that name it is the operator.
func (s *Service) Starter(ctx context.Context, caller Caller, hall checklists.HallID) (
	*User, error,
) {
	handed := journal.HandedIn(ctx)
	if handed == nil {
		return caller.User, nil
	}
	if err := TakesOver(ctx, caller.User, hall); err != nil {
		return nil, err
	}
	u, err := s.Docs.Users.Get(ctx, string(handed.Of))
	switch {
	case err == nil && !u.Disabled && ScopeOf(StartAudit, &u) != Nothing:
		return &u, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	case ScopeOf(StartAudit, caller.User) == Nothing:
		return nil, wire.InvalidField("inspectors", "unknown-inspector", handed.Of)
	}
	return caller.User, nil
}
