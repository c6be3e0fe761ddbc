# The commands of the project; CI and people use the same names.
CARGO ?= cargo

.PHONY: demo serve test lint bless bench music setup help
help:
	@echo "make demo   make a finished video, offline, and print where it is"
	@echo "make serve  serve the page and the REST API on this machine"
	@echo "make test   run every test"
	@echo "make lint   check format, lints, docs and the direction of dependencies"
	@echo "make bless  update the references of tests; read the diff"
	@echo "make bench  compare with other tools on this machine, in about 25 minutes"
	@echo "make music  compose and record the bundled tracks again"

setup:
	@scripts/setup.sh

demo: setup
	$(CARGO) build --release --locked -p reelcraft-cli
	@scripts/demo.sh

serve: setup
	$(CARGO) run --release --locked -p reelcraft-cli --bin reelcraft -- serve $(ARGS)

test: setup
	$(CARGO) test --workspace --locked

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --all-features --locked
	scripts/check-dependencies.sh

bless: setup
	INSTA_UPDATE=always REELCRAFT_BLESS=1 $(CARGO) test --workspace --locked
	@git --no-pager diff --stat

bench:
	@scripts/setup.sh --bench
	$(CARGO) build --release --locked -p reelcraft-cli --bin reelcraft --example raw_frames
	@scripts/bench.sh $(ARGS)

music:
	@scripts/setup.sh --music
	$(CARGO) run --release --locked -p reelcraft-local --example compose-music -- reelcraft-local/music
