# make run            two terminals, two writers: this one, and `make run AS=ben` in another
# make test           builds and runs every test
# make lint format    the formatter as a judge, and as a writer

PACKAGES = libncurses-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev libwslay-dev zlib1g-dev pkg-config
TEST_PACKAGES = tmux python3 python3-pip curl
RELEASE = .build/release
AS ?= $(shell id -un)
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks

.PHONY: run test lint format build packages check-openapi clean

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec $(RELEASE)/draft --user "$(AS)" beginning; \
	else exec $(RELEASE)/draft demo --plain; fi

build: packages
	@echo "draft: building (the first time takes some minutes)"
	swift build -c release --product draft
	swift build -c release --product collab-server

packages:
	@scripts/install-system-packages.sh $(PACKAGES)

test: packages
	@scripts/install-system-packages.sh $(TEST_PACKAGES)
	scripts/validate-openapi.sh
	swift build --build-tests
	LC_ALL=C.UTF-8 swift test --skip-build

lint:
	swift format lint --strict --recursive --parallel $(wildcard $(SWIFT_SOURCES))

format:
	swift format --in-place --recursive --parallel $(wildcard $(SWIFT_SOURCES))

clean:
	rm -rf .build .build-*
