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
	@if [ -e "$(DATA)/hallmark.db" ]; then \
		echo 'data: $(abspath $(DATA)); new password: bin/hallmark user passwd --data $(DATA) NAME'; \
	else bin/hallmark seed --demo --data "$(DATA)"; fi
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
	.ci/fonts

clean:
	rm -rf bin
