// Package journal owns the event log: who changed what and when. An event is a step
// that follows from the change that it records, stored with it, or is written before the change, so
// that nothing changes without a trace.
package journal
