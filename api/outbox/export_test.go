package outbox

import "net/netip"

// ReachableForTest reports whether a delivery may go to an address.
func ReachableForTest(a netip.Addr, local bool) bool { return reachable(a, local) }
