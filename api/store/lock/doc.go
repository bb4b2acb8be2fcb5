// Package lock keeps two servers, or a server and a restore, out of one data directory. The locks are
// those of the system (flock) and end with the process, however that ends.
package lock
