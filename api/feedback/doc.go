// Package feedback owns what visitors say about a hall: the poster and the public page, moderation,
// and answers.
package feedback
