# The commands of the project; CI and people use the same names.
CARGO ?= cargo

.PHONY: demo serve page test e2e budgets lint bless bench music screenshots setup setup-browser help
help:
	@echo "make demo   make a finished video, offline, and print where it is"
	@echo "make serve  serve the page and the REST API on this machine"
	@echo "make page   build the page, which the service then contains"
	@echo "make test   run every test"
	@echo "make e2e    walk through the page in Chromium"
	@echo "make budgets       measure how quick the page is, on a machine that does nothing else"
	@echo "make lint   check format, lints, docs and the direction of dependencies"
	@echo "make bless  update the references of tests; read the diff"
	@echo "make bench  compare with other tools on this machine, in about 25 minutes"
	@echo "make screenshots   take pictures of every step of the page"
	@echo "make music  compose and record the bundled tracks again"

setup:
	@scripts/setup.sh

setup-browser:
	@scripts/setup.sh --browser

demo: setup
	$(CARGO) build --release --locked -p reelcraft-cli
	@scripts/demo.sh

page:
	@scripts/web.sh build

serve: setup page
	$(CARGO) run --release --locked -p reelcraft-cli --bin reelcraft -- serve $(ARGS)

# The page is built first: the program under test contains it.
test: setup-browser page
	$(CARGO) test --workspace --locked
	@scripts/web.sh test
	@scripts/web.sh e2e

e2e: setup-browser page
	$(CARGO) test --workspace --locked --no-run
	@scripts/web.sh e2e

budgets: setup-browser page
	$(CARGO) test --workspace --locked --no-run
	@scripts/web.sh budgets

screenshots: setup-browser page
	$(CARGO) test --workspace --locked --no-run
	@scripts/web.sh screenshots

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --all-features --locked
	scripts/check-dependencies.sh
	@scripts/web.sh lint

bless: setup
	INSTA_UPDATE=always REELCRAFT_BLESS=1 $(CARGO) test --workspace --locked
	@git --no-pager diff --stat

bench:
	@scripts/setup.sh --bench
	@scripts/bench.sh $(ARGS)

music:
	@scripts/setup.sh --music
	$(CARGO) run --release --locked -p reelcraft-local --example compose-music -- reelcraft-local/music
