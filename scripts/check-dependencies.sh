#!/usr/bin/env bash
# Proves the direction of dependencies: core knows no network, no FFmpeg and no HTTP; providers
# and renderer do not know each other.
set -euo pipefail

fail=0
# forbid CRATE NAMES…: CRATE must not depend on any of the names, directly or not.
forbid() {
    local crate=$1 tree name
    shift
    tree=$(cargo tree --locked -p "$crate" --edges normal,build --prefix none --format '{p}' | sed 's/ .*//' | sort -u)
    for name in "$@"; do
        if grep -qxE "$name" <<<"$tree"; then
            echo "$crate must not depend on $(grep -xE "$name" <<<"$tree" | paste -sd' ')" >&2
            fail=1
        fi
    done
}

forbid reelcraft-core reqwest hyper poem 'ffmpeg.*' video-rs rustls 'reelcraft-(local|render|gemini|http|cli)'
forbid reelcraft-local reqwest hyper poem 'ffmpeg.*' video-rs 'reelcraft-(render|gemini|http|cli)'
forbid reelcraft-gemini 'ffmpeg.*' video-rs 'reelcraft-(local|render|http|cli)'
forbid reelcraft-http reqwest 'reelcraft-(local|gemini|cli)'
forbid reelcraft-render reqwest hyper poem 'reelcraft-(local|gemini|http|cli)'
exit $fail
