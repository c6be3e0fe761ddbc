#!/usr/bin/env bash
# Compares reelcraft with other tools on this machine: `make bench`, or `make bench ARGS=--quick`.
set -euo pipefail

target=${CARGO_TARGET_DIR:-target}
venv=$target/bench-venv
# The program without its service, which takes no part, in a folder of its own: what others build
# stays as it is.
build=$target/bench-build
cargo build --release --locked --target-dir "$build" --no-default-features --bins \
  -p reelcraft-cli -p reelcraft-bench
if ! [ -x "$venv/bin/python" ] || ! cmp -s benchmarks/requirements.txt "$venv/requirements.txt"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
  cp benchmarks/requirements.txt "$venv/requirements.txt"
fi
exec python3 benchmarks/compare.py \
  --reelcraft "$(realpath "$build/release/reelcraft")" \
  --raw-frames "$(realpath "$build/release/raw_frames")" \
  --python "$(realpath "$venv")/bin/python" \
  --folder "$target/bench" "$@"
