// Package pages owns what every page for people has around its content, and how a page, a form and
// its problems are sent and read. What stands on a page is in package web.
package pages
