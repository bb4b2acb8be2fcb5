// Package follow carries out what follows from a change. A use case over several documents writes
// the one document that decides, together with its steps ([store.Follow]), in one atomic write; the
// request then carries the steps out, and whatever it leaves is finished by the worker of any
// process. A step may run twice, so each makes documents with IDs of their own or changes that are
// seen to have been made.
//
// There are two classes. Data are what a person, a paper or a ranking reads: the event, the outcome,
// rectifications. Telling is what goes out afterwards. A step of data that fails holds up what
// follows it, and papers of its document are refused as long as one is open ([Service.Settled]).
package follow
