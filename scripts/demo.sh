#!/usr/bin/env bash
# Makes the first video of a newcomer: fixtures/ocean.toml, offline.
set -euo pipefail

target=${CARGO_TARGET_DIR:-target}
# The copy is the newcomer's to change; another version of the fixture gets another folder.
folder=$target/demo/$(cksum <fixtures/ocean.toml | cut -d ' ' -f 1)
mkdir -p "$folder"
[ -e "$folder/ocean.toml" ] || cp fixtures/ocean.toml "$folder/ocean.toml"
"$target/release/reelcraft" make "$folder/ocean.toml" >/dev/null
echo
echo "The video:    $(realpath "$folder/ocean.mp4")"
echo "The project:  $(realpath "$folder/ocean.toml")"
echo "Change a line in the project and run again; only that scene is made anew:"
echo "  $target/release/reelcraft make $folder/ocean.toml"
