// Package evidence owns photographs: uploading them, which audit shows which, and who may see them.
package evidence
