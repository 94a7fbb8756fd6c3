# make run            two terminals, two writers: this one, and `make run AS=ben` in another
# make test           builds and runs every test
# make contract       asks a server, from outside, whether it answers as docs/openapi.yaml says: SEED=1
# make chaos          kills servers and clients, cuts networks, and looks for lost words: SEED=1 CYCLES=1000
# make fuzz           what reads bytes from outside, fed with inputs that libFuzzer invents: FUZZ_SECONDS=600 FUZZ_TARGETS=
# make tsan           the tests of client, server and store under ThreadSanitizer
# make bench-reconnect  how 200 clients return to a server that was gone for ten seconds
# make install        both programs, manual pages and completions: PREFIX=/usr/local DESTDIR=
# make deb            Debian packages of both programs: PACKAGES_TO=.build/packages
# make lint-deb       the packages, judged by lintian, and the server's unit, judged by systemd-analyze
# make staging        two servers, PostgreSQL and nginx on this machine: tried, upgraded, killed, taken down. UPGRADE= TRANSCRIPT=
# make man            writes the manual pages anew from what the programs say of themselves
# make lint format    the formatter as a judge, and as a writer

PACKAGES = libncurses-dev libcurl4-openssl-dev libsqlite3-dev libwslay-dev libpq-dev zlib1g-dev \
	pkg-config
TEST_PACKAGES = postgresql pgbouncer tmux python3 python3-pip curl iproute2 libenchant-2-2 hunspell-en-us
DEB_PACKAGES = dpkg-dev binutils xz-utils
LINT_PACKAGES = lintian systemd
STAGING_PACKAGES = postgresql libpq-dev nginx openssl python3
# One after the other: tests that wait for real programs need the processor now and then.
TEST_GROUPS = '^(DraftCore|CellGrid|DraftScreens|DraftTUI|Rules|Fuzz)Tests' '^DraftStorageTests' '^CollabServerTests' \
	'^CollabClientTests'
TEST_EVENTS = .build/test-events
TSAN_GROUPS = '^DraftStorageTests' '^CollabServerTests' '^CollabClientTests'
RELEASE = .build/release
# Programs that carry the runtime with them need no toolchain where they are installed, and start sooner.
STATIC = --static-swift-stdlib
AS ?= $(shell id -un)
SEED ?= 1
CYCLES ?= 1000
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?=
PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES_TO ?= .build/packages
# The folder of the programs that servers are upgraded to, and the file that gets what the run says.
UPGRADE ?=
TRANSCRIPT ?=
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks

.PHONY: run test contract chaos fuzz tsan bench-reconnect install deb lint-deb staging man lint format build packages clean

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec $(RELEASE)/draft --user "$(AS)" beginning; \
	else exec $(RELEASE)/draft demo --plain; fi

build: packages
	@echo "draft: building (the first time takes some minutes)"
	swift build -c release $(STATIC) --product draft
	swift build -c release $(STATIC) --product collab-server

packages:
	@scripts/install-system-packages.sh $(PACKAGES)

test: packages
	@scripts/install-system-packages.sh $(TEST_PACKAGES)
	scripts/validate-openapi.sh
	scripts/install-python-packages.sh websockets oidc-provider-mock
	swift build --build-tests
	@rm -rf $(TEST_EVENTS) && mkdir -p $(TEST_EVENTS)
	@number=0; for group in $(TEST_GROUPS); do \
		echo "draft: testing $$group"; number=$$((number + 1)); \
		LC_ALL=C.UTF-8 swift test --skip-build --filter "$$group" \
			--event-stream-output-path $(TEST_EVENTS)/$$number --event-stream-version 0 || exit 1; \
	done
	@echo "draft: testing whole programs"
	LC_ALL=C.UTF-8 swift test --skip-build --no-parallel --filter '^EndToEndTests' \
		--event-stream-output-path $(TEST_EVENTS)/programs --event-stream-version 0
	@scripts/count-test-cases.py $(TEST_EVENTS)/*

# What is installed must not need the toolchain that it was built with.
install: build
	@for program in draft collab-server; do \
		if ldd $(RELEASE)/$$program | grep -i 'libswift\|libfoundation'; then \
			echo "draft: $$program needs the toolchain's libraries" >&2; exit 1; fi; \
	done
	scripts/install.sh $(RELEASE) "$(PREFIX)" "$(DESTDIR)"

deb: build
	@scripts/install-system-packages.sh $(DEB_PACKAGES)
	deploy/build-deb.sh $(RELEASE) $(PACKAGES_TO)

lint-deb: deb
	@scripts/install-system-packages.sh $(LINT_PACKAGES)
	lintian --fail-on error --allow-root $(PACKAGES_TO)/*.deb
	systemd-analyze security --no-pager --offline=true --threshold=20 deploy/systemd/collab-server.service

# Without .pyc files, which would stand between the sources.
staging: build
	@scripts/install-system-packages.sh $(STAGING_PACKAGES)
	PYTHONDONTWRITEBYTECODE=1 python3 deploy/staging $(RELEASE) \
		$(if $(UPGRADE),--upgrade "$(UPGRADE)") $(if $(TRANSCRIPT),--transcript "$(TRANSCRIPT)")

man: packages
	@scripts/install-system-packages.sh python3
	swift build --product draft
	swift build --product collab-server
	scripts/write-man-pages.sh .build/debug

contract: packages
	@scripts/install-system-packages.sh python3 python3-pip
	scripts/install-python-packages.sh schemathesis
	swift build -c release $(STATIC) --product collab-server
	scripts/check-contract.py --server $(RELEASE)/collab-server --seed $(SEED)

chaos: packages
	swift build --build-tests
	CHAOS_SEED=$(SEED) CHAOS_CYCLES=$(CYCLES) swift test --skip-build --filter ChaosCampaign

fuzz: packages
	scripts/fuzz.sh $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# A few at a time: all at once they are so slow that PostgreSQL takes them for dead in the middle of a transaction.
tsan: packages
	swift build --build-tests --sanitize=thread --scratch-path .build-tsan
	@for group in $(TSAN_GROUPS); do \
		echo "draft: testing $$group under ThreadSanitizer"; \
		TSAN_OPTIONS="exitcode=66 suppressions=$(CURDIR)/Tests/tsan-suppressions.txt" LC_ALL=C.UTF-8 \
			swift test --skip-build --sanitize=thread --scratch-path .build-tsan \
			--experimental-maximum-parallelization-width 4 --filter "$$group" || exit 1; \
	done

bench-reconnect: packages
	swift build --build-tests
	BENCH_RECONNECT=200 swift test --skip-build --filter ReconnectBenchmark

lint:
	swift format lint --strict --recursive --parallel $(wildcard $(SWIFT_SOURCES))

format:
	swift format --in-place --recursive --parallel $(wildcard $(SWIFT_SOURCES))

clean:
	rm -rf .build .build-*
