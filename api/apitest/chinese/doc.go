// Package chinese finds words of another language in what the program says in Chinese.
package chinese
