// Package stored says how outcomes, rectifications and appeals are stored, and by what they are found.
package stored
