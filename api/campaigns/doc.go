// Package campaigns owns campaigns: their plans, the sealed lists, the draws from them, and the
// visits.
package campaigns
