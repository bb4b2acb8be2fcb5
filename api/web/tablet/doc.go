// Package tablet owns the application on the auditor's tablet: files that work without the server.
// Its modules score, merge and check answers as the packages of the server do; the tests of the
// package hold both to the same results in a browser. It knows no page of package web.
package tablet
