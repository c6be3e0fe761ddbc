#!/usr/bin/env bash
# Works on the page: web.sh build | lint | test | e2e | budgets | screenshots
set -euo pipefail
target=$(realpath -m "${CARGO_TARGET_DIR:-$(dirname "$0")/../target}")
cd "$(dirname "$0")/../web"

if ! command -v npm >/dev/null; then
    echo "The page needs Node.js 20.19 or newer with npm, see https://nodejs.org" >&2
    exit 1
fi
# Installed when what is wanted has changed since.
if ! cmp -s package-lock.json node_modules/.wanted.json; then
    npm ci --ignore-scripts --no-audit --no-fund
    cp package-lock.json node_modules/.wanted.json
fi

# The programs that the page is tried with: those that `cargo test --workspace` has just built.
programs() {
    CHROMIUM=$(command -v "${CHROMIUM:-chromium}") || {
        echo "Tests in a browser need Chromium: scripts/setup.sh --browser" >&2
        exit 1
    }
    export CHROMIUM REELCRAFT_BIN=${REELCRAFT_BIN:-$target/debug/reelcraft}
    [ -x "$REELCRAFT_BIN" ] || { echo "There is no $REELCRAFT_BIN: run make e2e" >&2; exit 1; }
}

case ${1:-} in
build) npm run --silent build ;;
lint)
    npm run --silent gen && git diff --exit-code -- src/lib/api/schema.d.ts
    npm run --silent check && npm run --silent lint
    ;;
test) npm run --silent test ;;
e2e)
    programs
    npm run --silent e2e
    ;;
budgets)
    programs
    BUDGETS=1 npm run --silent e2e -- --project=budgets --retries=0
    ;;
screenshots)
    programs
    SCREENSHOTS=${SCREENSHOTS:-test-results/screenshots} npm run --silent e2e -- --project=screenshots
    ;;
*)
    sed -n 2p "$0" >&2
    exit 2
    ;;
esac
