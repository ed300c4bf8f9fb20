#!/usr/bin/env bash
# Installs what plan-ingest needs on Debian or Ubuntu, once; says what it does. Sourced or run:
#   tools/setup.sh          what the program needs: Python, Tesseract with Vietnamese
#   tools/setup.sh --tests  also what the tests need: fonts, English OCR data, Chromium
# A stamp in .venv remembers what was installed, so that a second call costs a moment.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 3; }
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "root or sudo is needed for: $*"
    fi
}

packages=(ca-certificates python3 python3-venv python3-pip tesseract-ocr tesseract-ocr-vie)
extra=""
if [ "${1:-}" = "--tests" ]; then
    packages+=(git tesseract-ocr-eng fonts-liberation2 fonts-croscore chromium chromium-driver)
    extra="[dev]"
fi

if command -v apt-get >/dev/null; then
    missing=()
    for package in "${packages[@]}"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    if [ "${#missing[@]}" -gt 0 ]; then
        say "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        as_root apt-get update -qq
        # Ubuntu has Chromium only as a snap: the browser tests skip there, the rest goes on.
        installable=()
        for package in "${missing[@]}"; do
            # Not a pipe into `grep -q`: that closes early, and apt-cache dies of it under pipefail.
            policy=$(LC_ALL=C apt-cache policy "$package" 2>/dev/null || true)
            case "$policy" in
                *"Candidate: (none)"* | "") say "no package $package here; going on without it" ;;
                *) installable+=("$package") ;;
            esac
        done
        [ "${#installable[@]}" -eq 0 ] || as_root apt-get install -y -qq --no-install-recommends "${installable[@]}" >/dev/null
    fi
else
    say "no apt-get here: Python 3.11 or newer and Tesseract with 'vie' must be there already"
fi

python=""
for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ] && command -v apt-get >/dev/null; then
    say "Python 3.11 is needed; trying the package python3.11"
    as_root apt-get install -y -qq --no-install-recommends python3.11 python3.11-venv >/dev/null && python=python3.11
fi
[ -n "$python" ] || die "Python 3.11 or newer is needed; this system has $(python3 --version 2>&1)"

stamp=".venv/installed$extra"
if [ ! -x .venv/bin/python ] || [ ! -f "$stamp" ] || ! sha256sum --check --quiet "$stamp" 2>/dev/null; then
    say "making .venv with $python and installing plan-ingest$extra (some minutes the first time)"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -e ".$extra"
    sha256sum pyproject.toml > "$stamp"
fi
say "ready"
