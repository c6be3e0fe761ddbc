#!/usr/bin/env bash
# Works on the page: web.sh build | lint | test | e2e | screenshots
set -euo pipefail
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

# The program that the page is tried against.
program() {
    export REELCRAFT_BIN=${REELCRAFT_BIN:-${CARGO_TARGET_DIR:-$PWD/../target}/debug/reelcraft}
    [ -x "$REELCRAFT_BIN" ] || cargo build --locked -p reelcraft-cli --bin reelcraft
    command -v "${CHROMIUM:-chromium}" >/dev/null || {
        echo "Tests in a browser need Chromium: apt-get install chromium" >&2
        exit 1
    }
}

case ${1:-} in
build) npm run --silent build ;;
lint)
    npm run --silent gen && git diff --exit-code -- src/lib/api/schema.d.ts
    npm run --silent check && npm run --silent lint
    ;;
test) npm run --silent test ;;
e2e)
    program
    npm run --silent build && npm run --silent e2e -- --project=desk --project=phone
    ;;
screenshots)
    program
    npm run --silent build
    SCREENSHOTS=${SCREENSHOTS:-test-results/screenshots} npm run --silent e2e -- --project=screenshots
    ;;
*)
    sed -n 2p "$0" >&2
    exit 2
    ;;
esac
