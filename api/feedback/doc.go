// Package feedback owns what visitors say of a hall: the poster and page, moderation and answers.
package feedback
