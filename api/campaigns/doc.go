// Package campaigns owns campaigns: plans, sealed lists, draws and visits.
package campaigns
