// Package help answers the pages of the help inside the program. Its texts stand in package web.
package help
