// Package benchtest holds what make bench measures against its targets. A figure that does not depend
// on the machine, such as a size, fails where it is over its target at all. A time fails where it is
// over its target by more than [Grace], after the target was stretched by how slow this machine is in
// this run: see [Slowness].
package benchtest
