// Package tabletjourney tests the tablet's pages in a real browser over the whole program: every
// page for accessibility in both languages, light and dark, the visit by touch and by keyboard, and
// how fast a tap shows.
package tabletjourney
