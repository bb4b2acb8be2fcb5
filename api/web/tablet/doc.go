// Package tablet owns the application on the auditor's tablet: files that work without the server.
// Its modules score, merge and check answers as the packages of the server do; the tests of the
// package hold both to the same results in a browser. It knows no page of package web.
//
// What is sent is sent when the server said so: request in wire.js takes nothing for an answer that
// has no voucher for its own nonce (see package access), whatever its status and content. Without
// one it is Unreachable, with the code "not-hallmark": nothing is marked as sent, nothing as
// refused, nobody is signed out. A redirection is not followed. A photograph is sent when the answer
// names its digest. A sign-in of the version before has no key for vouchers: the queue waits for a
// new one.
package tablet
