// Package pages owns what every page has around its content, and how handlers send pages, read
// forms and show what is wrong with a form. The content of pages is in package web.
package pages
