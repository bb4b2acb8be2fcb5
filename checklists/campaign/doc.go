// Package campaign owns campaigns: their plan, sealed lists and states, the fair draw of halls and
// inspectors, the record by which anybody can repeat it, and the visits that follow. Chance comes
// only from the seed, which the caller gives.
package campaign
