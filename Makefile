# make run: a demo on this machine. make test: everything that has to hold before a commit counts.
GO          ?= go
LISTEN      ?= 127.0.0.1:8080
DATA        ?= data
FUZZTIME    ?= 20s
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: run test bench lint fuzz fonts build clean

build:
	$(GO) build -trimpath -o bin/hallmark ./api/cmd/hallmark

run: build
	@[ -d "$(DATA)" ] || bin/hallmark seed --demo --data "$(DATA)"
	bin/hallmark serve --data "$(DATA)" --listen "$(LISTEN)"

test:
	.ci/tools
	.ci/check
	.ci/go-test

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

lint:
	.ci/check
	@if command -v golangci-lint >/dev/null; then golangci-lint run ./...; \
	else $(GO) run $(STATICCHECK) ./...; fi

fuzz:
	FUZZTIME=$(FUZZTIME) .ci/fuzz

fonts:
	$(GO) run ./pdf/fonts/cut

clean:
	rm -rf bin
