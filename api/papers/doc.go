// Package papers signs what is printed, and keeps of each paper how it was first issued: when, with
// which address and faces, and the signatures themselves, so that whoever asks again gets the same
// bytes, after a renewal of the key too.
package papers
