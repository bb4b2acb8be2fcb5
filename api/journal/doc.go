// Package journal owns the event log: who changed what and when. An event is a step
// that follows from the change that it records and is stored with it, so that nothing changes without
// a trace and nothing is told that did not happen.
package journal
