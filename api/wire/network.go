package wire

import "net/netip"

// Network is the network by which tries of an address are counted: the address of IPv4, the first 64
// bits of IPv6, of which one connection has all the others.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}
