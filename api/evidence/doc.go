// Package evidence owns photographs: their upload, which audits show them, and who may see them.
package evidence
