// Package journal owns the event log: who changed what and when. An event is written with or before
// the change that it announces, so that nothing changes without a trace.
package journal
