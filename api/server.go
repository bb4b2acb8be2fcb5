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

	"hallmark/api/mail"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

// GCPercent is how the collector is set where the server runs, see runtime/debug.SetGCPercent: the live data
// are some 10 MB beside the fonts, so rare collections cost little memory and spare a tenth of the work.
const GCPercent = 300

// Config is what a server is made of.
type Config struct {
	Engine   store.Engine
	Blobs    store.Blobs
	Shelf    store.Shelf // of archives and uploads, which are kept for a day
	Key      *seal.Key
	Fonts    *fonts.Set // nil: the embedded ones
	Calendar checklists.Calendar
	Log      *slog.Logger
	Now      func() time.Time
	BaseURL  string   // "https://hall.example", printed in QR codes; "" uses the request's host
	Proxies  []string // addresses or networks whose X-Forwarded-For is believed
	Version  string

	// LocalWebhooks lets webhooks go to loopback and private addresses, and over http.
	LocalWebhooks bool

	PasswordCost PasswordCost // the zero value is the full cost

	Mail       *mail.Sender // nil: no mail is sent
	DigestHour int          // of the daily mail, 0 to 23 in the halls' zone
}

// Server is the running service. It is safe for concurrent use.
type Server struct {
	Config
	log      *slog.Logger
	now      func() time.Time
	docs     collections
	editions editionCache
	presence presence
	register hallRegister

	identities identities

	templates *web.Pages
	figures   figures
	origin    *http.CrossOriginProtection
	site      site
	signIns   *signInThrottle
	feedback  *limiter // by address
	requests  *limiter
	hashing   chan struct{}
	decoy     string // hash that no password matches, for accounts that do not exist
	handler   http.Handler
	outbox    outboxBell
	webhooks  *http.Client
	telling   sync.Mutex // guards told
	told      settled
	reminded  string // day of the last reminders, the worker's own

	streams    context.Context // of server-sent events
	endStreams func()
}

// New opens the collections and builds the router.
func New(ctx context.Context, cfg Config) (*Server, error) {
	docs, err := openCollections(ctx, cfg.Engine)
	if err != nil {
		return nil, err
	}
	pages, err := web.New()
	if err != nil {
		return nil, err
	}
	s := &Server{
		Config: cfg, log: cfg.Log, now: cfg.Now, docs: docs, templates: pages,
		site: site(cfg.BaseURL), figures: newFigures(), origin: http.NewCrossOriginProtection(),
		signIns:  newSignInThrottle(cfg.Now),
		feedback: newFeedbackThrottle(),
		requests: newLimiter(rate.Limit(requestsPerSecond), requestBurst),
		hashing:  make(chan struct{}, 2),
		outbox:   make(outboxBell, 1), webhooks: webhookClient(cfg.LocalWebhooks),
		decoy: cfg.PasswordCost.decoy(),
	}
	s.streams, s.endStreams = context.WithCancel(context.WithoutCancel(ctx))
	s.handler, err = s.router()
	return s, err
}

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// writeTimeout is how long an answer may take on its way.
const writeTimeout = 5 * time.Minute

// HTTPServer wraps the handler with every time limit set. Its Shutdown ends the streams of events.
func (s *Server) HTTPServer() *http.Server {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // a photograph over a thin line
		WriteTimeout:      writeTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	h.RegisterOnShutdown(s.endStreams)
	return h
}

// Limits of a request body, in bytes.
const (
	bodyLimit     = 1 << 20
	changesLimit  = 8 << 20
	evidenceLimit = 20 << 20 // one photograph
	formLimit     = 64 << 20 // photographs of a form without script
)

// requestLife is how long a request may take inside.
const requestLife = 60 * time.Second

// route is one line of the table: what is called, what it needs, how much it may send.
type route struct {
	method, path string
	action       Action
	body         int64
	handle       func(*gin.Context) error
}

// releaseMode makes gin print nothing; it sets a variable of the package, so once for all servers.
var releaseMode = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

func (s *Server) router() (http.Handler, error) {
	releaseMode()
	g := gin.New()
	g.RedirectTrailingSlash = false
	g.HandleMethodNotAllowed = true
	if err := g.SetTrustedProxies(s.Proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	g.Use(s.observe, s.secure, s.sameOrigin)
	g.NoRoute(func(c *gin.Context) { s.fail(c, errNotFound) })
	g.NoMethod(func(c *gin.Context) { s.fail(c, errMethod) })
	for _, r := range s.routes() {
		g.Handle(r.method, r.path, s.serve(r))
	}
	assets := s.templates.Assets()
	g.GET("/assets/*name", gin.WrapH(assets))
	return g, nil
}

// serve is the one place where a request is limited, identified and permitted.
func (s *Server) serve(r route) gin.HandlerFunc {
	limit := r.body
	if limit == 0 {
		limit = bodyLimit
	}
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), requestLife)
		defer cancel()
		ctx = context.WithValue(ctx, requestIDKey{}, requestID(c))
		c.Request = c.Request.WithContext(ctx)
		defer func() {
			if form := c.Request.MultipartForm; form != nil {
				_ = form.RemoveAll() // net/http does so for its own copy of the request alone
			}
		}()
		if c.Request.ContentLength > limit {
			s.fail(c, errTooLarge)
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
		if err := s.permit(c, r); err != nil {
			s.fail(c, err)
			return
		}
		if err := s.once(c, r); err != nil {
			s.fail(c, err)
		}
	}
}

// permit identifies the person, throttles, and looks the action up in the table of permissions.
// How far the permission reaches is kept for the loaders (see [scope]).
func (s *Server) permit(c *gin.Context, r route) error {
	if err := s.identify(c); err != nil && r.action != Public {
		return err
	}
	user := userOf(c)
	name := c.ClientIP()
	if user != nil {
		name = "user/" + string(user.Username)
	}
	if !s.requests.of(name).Allow() {
		return errTooMany
	}
	if r.action == Public {
		return nil
	}
	if user == nil {
		if isPage(c) && r.method == http.MethodGet {
			return errToSignIn
		}
		return errSignedOut
	}
	reach := scopeOf(r.action, user)
	if reach == Nothing {
		return errForbidden
	}
	c.Set(scopeKey, reach)
	return nil
}

const scopeKey = "hallmark.scope"

// scope is how far the permission for the present request reaches.
func scope(c *gin.Context) Scope {
	v, _ := c.Get(scopeKey)
	reach, _ := v.(Scope)
	return reach
}
