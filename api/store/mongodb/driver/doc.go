// Package driver is the one file that names the driver of MongoDB: its types and functions, as far
// as the engine uses them. Another major version of the driver changes this file alone.
package driver
