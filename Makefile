# make run: a demo on this machine. make test: everything that has to hold before a commit counts;
# make test PKG=./api/store does so for one package. make test-long, which a build server runs as well:
# everything under the race detector, with the walks that are too long for every commit. make bench:
# what takes how long, for a quiet machine.
GO          ?= go
LISTEN      ?= 127.0.0.1:8080
DATA        ?= data
FUZZTIME    ?= 20s
COMMIT      ?= $(shell git describe --always --dirty --exclude "*" 2>/dev/null || echo dev)

.PHONY: run test test-long bench lint fuzz fonts build clean

build:
	$(GO) build -trimpath -tags nomsgpack -ldflags "-s -w -X main.commit=$(COMMIT)" \
		-o bin/hallmark ./api/cmd/hallmark

run: build
	@bin/hallmark seed --demo --data "$(DATA)"
	@bin/hallmark serve --data "$(DATA)" --listen "$(LISTEN)"

test:
	.ci/tools
	.ci/check $(PKG)
	.ci/go-test $(PKG)

# Only here: the race detector in packages where nothing runs side by side and in those that drive a browser; every
# page in both languages in the browser; axe for every story of a page, each look of the tablet and each
# size of the window; the tablet's line as slow as it is at the halls; ten kills of the server for four.
test-long:
	.ci/tools
	HALLMARK_LONG=1 .ci/go-test

bench:
	HALLMARK_BENCH=1 $(GO) test -v -count=1 -run TestFigures ./api/bench
	HALLMARK_BENCH=1 $(GO) test -v -count=1 -p 1 -run 'Test(Impact|Results|Register)OfManyHalls' \
		./api ./api/amendments ./api/boards
	HALLMARK_BENCH=1 $(GO) test -v -count=1 -run TestSpeed ./api/tabletjourney

lint:
	.ci/check
	.ci/lint

fuzz:
	FUZZTIME=$(FUZZTIME) .ci/fuzz

fonts:
	.ci/fonts

clean:
	rm -rf bin
