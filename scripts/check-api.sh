#!/usr/bin/env bash
# Tries every operation of the OpenAPI document with requests that fit it and with some that do
# not, by schemathesis: no answer is a 5xx, and each is as the document says. It starts a service
# of its own, and ends it.
#   scripts/check-api.sh [EXAMPLES]     requests of an operation and phase, at most [60]
set -euo pipefail
cd "$(dirname "$0")/.."

examples=${1:-60}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
tools=${REELCRAFT_TOOLS:-$target/api-tools}
program=${REELCRAFT:-$target/release/reelcraft}
if [ ! -x "$tools/bin/schemathesis" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet schemathesis
fi
[ -x "$program" ] || cargo build --release --locked -p reelcraft-cli

folder=$(mktemp -d)
"$program" --provider local --json serve --listen 127.0.0.1:0 --data-dir "$folder/data" \
    >"$folder/told" 2>"$folder/log" &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
    grep -q '"url"' "$folder/told" && break
    sleep 0.1
done
url=$(grep -o 'http://[0-9.:]*' "$folder/told" | head -n 1)
export SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH=$PWD/scripts
config=$PWD/scripts/schemathesis.toml
try() {
    "$tools/bin/schemathesis" --config-file "$config" run "$url/openapi.json" --workers 2 --request-timeout 60 --seed 1 \
        --suppress-health-check all "$@" || { tail -n 40 "$folder/log"; exit 1; }
}
# What it remembers goes with the folder.
cd "$folder"
try --phases examples,coverage,fuzzing --max-examples "$examples"
# Calls that follow from each other; the events of a project have no end to wait for.
try --phases stateful --max-examples "$examples" --exclude-path-regex '/events$'
