// Package present owns who looks at which audit now, and how much of it a tablet has yet to send. It
// lives in the memory of a process alone: it is news, not record.
package present
