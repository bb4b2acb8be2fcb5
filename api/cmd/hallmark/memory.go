package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// memoryShare is how much of the memory the server may take, in percent: the rest is for the
// system, for other programs, and for what the runtime does not count.
const memoryShare = 75

// memoryFiles say how many bytes there are: control groups, version 2 and 1, and the machine.
var memoryFiles = []string{"/sys/fs/cgroup/memory.max",
	"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/proc/meminfo"}

// limitMemory makes the runtime collect its garbage before the memory runs out. The variable
// GOMEMLIMIT of Go's runtime says otherwise. It returns the limit in bytes, 0 for none.
func limitMemory(files []string) int64 {
	if os.Getenv("GOMEMLIMIT") != "" {
		return 0
	}
	least := int64(0)
	for _, name := range files {
		if n := memoryIn(name); n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if least > 0 {
		least = least / 100 * memoryShare
		debug.SetMemoryLimit(least)
	}
	return least
}

// memoryIn reads how much memory a file allows, in bytes; 0 where it does not say.
func memoryIn(name string) int64 {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	unit := int64(1)
	number, _, _ := strings.Cut(string(text), "\n")
	if fields := strings.Fields(number); len(fields) == 3 && fields[0] == "MemTotal:" {
		number, unit = fields[1], 1024
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > 1<<50 {
		return 0 // "max", or no limit in version 1
	}
	return n * unit
}
