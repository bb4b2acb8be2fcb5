package access

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"hallmark/api/journal"
	"hallmark/api/wire"
)

// personalLists are the actions whose lists, taken away as a file, hold personal data.
var personalLists = []Action{ReadUsers, ReadEvents, ReadFeedback,
	ReadTrainings, ReadHalls, ReadOutbox}

// Witness notes in the event log what a request met that changes nothing: a refusal, personal data
// in a file, the contacts of visitors. Of people who are not signed in it notes that they were
// refused, without what. The request goes on where the log cannot be written.
func (s *Service) Witness(c *gin.Context, action Action, failed error) error {
	switch {
	case IsInside(c.Request.Context()):
		return nil
	case UserOf(c) == nil && (failed == nil || wire.RefusalOf(failed) != wire.ErrSignedOut):
		return nil
	case UserOf(c) == nil:
		from := OriginOf(c)
		return s.Journal.Witness(c.Request.Context(), journal.Event{Actor: journal.Visitor,
			Action: "refused", Subject: "route"}, // whatever it was, one event for an address and minute
			journal.Particular{Address: from.Address, Agent: from.Agent})
	}
	format := c.Query("format")
	switch {
	case failed != nil:
		if wire.RefusalOf(failed).Status == http.StatusForbidden {
			return s.note(c, "refused")
		}
	case c.GetBool(wire.ContactsKey):
		return s.note(c, "contacts-read")
	case c.Request.Method == http.MethodGet && (format == "xlsx" || format == "csv") &&
		slices.Contains(personalLists, action):
		return s.note(c, "exported")
	}
	return nil
}

func (s *Service) note(c *gin.Context, action string) error {
	user, from := UserOf(c), OriginOf(c)
	return s.Journal.Witness(c.Request.Context(), journal.Event{Actor: user.Username, Action: action,
		Subject: "route", Label: c.Request.Method + " " + c.FullPath()},
		journal.Particular{Name: user.Username, Address: from.Address, Agent: from.Agent})
}

// warned is how many addresses the log names at most that send a proxy's header without being one.
const warned = 20

// ForeignProxy says once for each address, for the log, that it sends the header of a proxy and is not
// named as one, so that all its people are counted as one address.
func (s *Service) ForeignProxy(c *gin.Context) (remote string, say bool) {
	remote = c.RemoteIP()
	said := c.GetHeader("X-Forwarded-For") + "," + c.GetHeader("X-Real-Ip")
	if said == "," || c.ClientIP() != remote {
		return remote, false
	}
	for address := range strings.SplitSeq(said, ",") {
		if strings.TrimSpace(address) == remote {
			return remote, false // somebody at the proxy itself: the header may have been believed
		}
	}
	s.proxies.Lock()
	defer s.proxies.Unlock()
	if s.proxies.seen[remote] || len(s.proxies.seen) >= warned {
		return remote, false
	}
	s.proxies.seen[remote] = true
	return remote, true
}

// proxies are the addresses that were said to be proxies that nobody has named.
type proxies struct {
	sync.Mutex
	seen map[string]bool
}
