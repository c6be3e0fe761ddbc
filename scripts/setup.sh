#!/usr/bin/env bash
# Installs the system packages that Reelcraft builds on and runs with, those that are missing.
# Debian and Ubuntu by apt; elsewhere it says what to install.
set -euo pipefail

packages=(
    pkg-config clang libclang-dev                       # to build the bindings to FFmpeg
    libavcodec-dev libavformat-dev libavutil-dev libavfilter-dev libavdevice-dev
    libswscale-dev libswresample-dev                    # FFmpeg's libraries, with libx264
    ffmpeg                                              # ffprobe and ffmpeg, for the tests
    espeak-ng                                           # the local voice
    fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji   # captions in scripts beside Latin and Cyrillic
    curl                                                # tries the service, in the tests
)
case "${1:-}" in
    --music) packages+=(fluid-soundfont-gm) ;;          # the instruments of the bundled music
    --browser) packages+=(chromium fonts-noto-core) ;;  # tries the page
    --bench) packages+=(python3 python3-venv) ;;        # runs the comparison, and MoviePy in it
esac

if ! command -v cargo >/dev/null; then
    echo "Rust is missing. Install it as https://rustup.rs says, then try again." >&2
    exit 1
fi

if ! command -v apt-get >/dev/null; then
    cat >&2 <<'TEXT'
This is no Debian or Ubuntu. Please see that these are installed:
  a C compiler, pkg-config, clang with libclang
  FFmpeg 5.1 or newer with libx264: libraries, headers, and the programs ffmpeg and ffprobe
  espeak-ng, curl
  Node.js 20.19 or newer with npm; for the tests Chromium, named by CHROMIUM if it is called otherwise
Fedora:  dnf install pkgconf clang clang-devel ffmpeg-devel ffmpeg espeak-ng curl nodejs
Arch:    pacman -S pkgconf clang ffmpeg espeak-ng curl nodejs npm
macOS:   brew install pkg-config llvm ffmpeg espeak-ng curl node
TEXT
    programs=(pkg-config clang ffmpeg ffprobe espeak-ng curl npm)
    [ "${1:-}" = --browser ] && programs+=("${CHROMIUM:-chromium}")
    for program in "${programs[@]}"; do
        command -v "$program" >/dev/null || { echo "missing: $program" >&2; exit 1; }
    done
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Run as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
