package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"hallmark/api/access"
	"hallmark/api/figures"
	"hallmark/api/keys"
	"hallmark/api/mail"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

// GCPercent is the garbage collector's target in a process that runs a server, in percent (see
// runtime/debug.SetGCPercent). The live data are some 10 MB beside the fonts, so rare collections
// cost little memory and save a tenth of the work.
const GCPercent = 300

// Config is what a server is made of and how it behaves.
type Config struct {
	Engine   store.Engine
	Blobs    store.Blobs
	Shelf    store.Shelf // archives and uploads, which are kept for a day
	Key      *seal.Key
	Current  func(context.Context) (*seal.Key, error) // the key that signs now; nil: always Key
	Secret   *keys.Secret                             // seals the secrets of others that are stored
	Fonts    *fonts.Set                               // nil: the embedded ones
	Calendar checklists.Calendar
	Log      *slog.Logger
	Now      func() time.Time
	BaseURL  string   // "https://hall.example", printed in QR codes; "": see wire.Site.Base
	Proxies  []string // addresses or networks whose X-Forwarded-For is believed
	Version  string

	// LocalWebhooks lets webhooks go to loopback and private addresses, and over http.
	LocalWebhooks bool

	PasswordCost access.PasswordCost // the zero value is the full cost

	Mail       *mail.Sender // nil: no mail is sent
	DigestHour int          // of the daily mail, 0 to 23 in the halls' zone
}

// Server is the running service. It is safe for concurrent use.
type Server struct {
	Config
	Kernel
	Asked
	Found
	Told

	log       *slog.Logger
	now       func() time.Time
	docs      collections
	site      wire.Site
	templates *web.Pages
	figures   figures.Figures
	origin    *http.CrossOriginProtection
	requests  *wire.Limiter
	handler   http.Handler

	streams    context.Context // ends the streams of server-sent events
	endStreams func()
}

// New opens the collections, wires the rooms and builds the router. The background work does not
// begin before [Server.Work].
func New(ctx context.Context, cfg Config) (*Server, error) {
	docs, err := openCollections(ctx, cfg.Engine)
	if err != nil {
		return nil, err
	}
	pages, err := web.New()
	if err != nil {
		return nil, err
	}
	cfg.Current = keys.Or(cfg.Current, cfg.Key)
	s := &Server{
		Config: cfg, log: cfg.Log, now: cfg.Now, docs: docs, templates: pages,
		site: wire.Site(cfg.BaseURL), figures: figures.New(), origin: http.NewCrossOriginProtection(),
		requests: wire.NewLimiter(rate.Limit(requestsPerSecond), requestBurst),
	}
	s.streams, s.endStreams = context.WithCancel(context.WithoutCancel(ctx))
	s.wire()
	if err := s.Settings.RefreshCalendar(ctx); err != nil {
		return nil, err
	}
	s.handler, err = s.router()
	return s, err
}

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTPServer is an HTTP server for s with all time limits set. Its Shutdown ends the streams of
// events.
func (s *Server) HTTPServer() *http.Server {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // a photograph over a slow line
		WriteTimeout:      wire.WriteTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	h.RegisterOnShutdown(s.endStreams)
	return h
}

// route is one line of the table: method and path, the action that has to be permitted, the limit
// of the body in bytes (0: wire.BodyLimit), and the handler.
type route struct {
	method, path string
	action       access.Action
	body         int64
	handle       func(*gin.Context) error
}

// releaseMode makes gin print nothing. It sets a variable of package gin, so it runs once for all
// servers.
var releaseMode = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

func (s *Server) router() (http.Handler, error) {
	releaseMode()
	g := gin.New()
	g.RedirectTrailingSlash = false
	g.HandleMethodNotAllowed = true
	if err := g.SetTrustedProxies(s.Proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	g.Use(s.Access.Vouch, s.observe, s.secure, s.sameOrigin)
	g.NoRoute(s.unknown(wire.ErrNotFound))
	g.NoMethod(s.unknown(wire.ErrMethod))
	for _, r := range s.routes() {
		g.Handle(r.method, r.path, s.serve(r))
	}
	assets := s.templates.Assets()
	g.GET("/assets/*name", gin.WrapH(assets))
	return g, nil
}

// unknown refuses what is in no line of the table. A page about it keeps the head of whoever is
// signed in.
func (s *Server) unknown(refusal error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if wire.IsPage(c) {
			if err := s.permit(c, route{action: access.Public}); err != nil {
				s.fail(c, err)
				return
			}
		}
		s.fail(c, refusal)
	}
}

// serve is the one place where a request is limited, identified and permitted.
func (s *Server) serve(r route) gin.HandlerFunc {
	limit := r.body
	if limit == 0 {
		limit = wire.BodyLimit
	}
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), wire.RequestLife)
		defer cancel()
		ctx = context.WithValue(ctx, wire.RequestIDKey{}, wire.RequestID(c))
		c.Request = c.Request.WithContext(ctx)
		defer func() {
			if form := c.Request.MultipartForm; form != nil {
				_ = form.RemoveAll() // net/http does so only for its own copy of the request
			}
		}()
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		if err := s.permit(c, r); err != nil { // before anything is said about the body
			s.fail(c, err)
			s.witness(c, r, err)
			return
		}
		removed, err := wire.EnterQuery(c.Request)
		if err != nil {
			s.fail(c, err)
			return
		}
		wire.NoteRemoved(c, removed)
		if c.Request.ContentLength > limit {
			s.fail(c, wire.TooLarge(limit))
			return
		}
		if r.action != access.Public && !wire.IsPage(c) { // what has an ETag says otherwise
			c.Header("Cache-Control", "no-store")
		}
		err = s.Replies.Once(c, r.action == access.Public, r.handle)
		if err != nil {
			s.fail(c, wire.AboutAddress(r.method, err))
		}
		s.witness(c, r, err)
	}
}

// witness notes in the event log what a request met that changes nothing.
func (s *Server) witness(c *gin.Context, r route, failed error) {
	if err := s.Access.Witness(c, r.action, failed); err != nil {
		s.log.WarnContext(c.Request.Context(), "event not written", slog.String("error", err.Error()))
	}
}

// permit identifies the person, limits how often they may ask, and looks the action up in the table
// of permissions. Handlers read how far the permission reaches by [access.ReachOf].
func (s *Server) permit(c *gin.Context, r route) error {
	if err := s.Access.Identify(c); err != nil && r.action != access.Public {
		return err
	}
	user := access.UserOf(c)
	name := wire.Network(c.ClientIP())
	if user != nil {
		name = "user/" + string(user.Username)
	}
	if remote, say := s.Access.ForeignProxy(c); say {
		s.log.Warn("a forwarding header comes from an address that --trusted-proxies does not name",
			slog.String("address", remote))
	}
	if !access.IsInside(c.Request.Context()) && !s.requests.Of(name).Allow() {
		return wire.ErrTooMany
	}
	if r.action == access.Public {
		return nil
	}
	if user == nil {
		if wire.IsPage(c) && r.method == http.MethodGet {
			return wire.ErrToSignIn
		}
		return wire.ErrSignedOut
	}
	reach := access.ReachIn(c.Request.Context(), r.action, user)
	if reach == access.Nothing {
		return wire.ErrForbidden
	}
	c.Set(access.ScopeKey, reach)
	return nil
}

// One person, or one address of people who are not signed in, may send so many requests.
const (
	requestsPerSecond = 200
	requestBurst      = 2000
)
