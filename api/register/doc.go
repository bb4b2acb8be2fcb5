// Package register owns the register of halls: reading, searching and changing it, its import and
// export, and the control by which a person chooses one hall among many.
package register
