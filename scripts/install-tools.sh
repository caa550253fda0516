#!/usr/bin/env bash
# Installs what kyso needs on a Debian machine that has the Rust toolchain; does nothing when everything is there.
# usage: install-tools.sh build    compiler, make, OpenSSL headers
#        install-tools.sh test     the same, and the programs that check kyso from outside
set -euo pipefail
cd "$(dirname "$0")/.."

VIEWERS=tests/viewers
API=tests/api
missing=()

main() {
    local mode=${1:-build}
    case $mode in
        build) find_build_tools ;;
        test)
            find_build_tools
            find_test_tools
            ;;
        *) fail "usage: install-tools.sh build|test" ;;
    esac
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
    require_cargo
    # Each on a line of its own: within `a && b` and `x || { … }` a step that fails does not end the script.
    if [[ $mode == test ]]; then
        require_components
        prepare_python
        prepare_node pdf.js "$VIEWERS"
        prepare_node Redocly "$API"
    fi
}

find_build_tools() {
    need cc gcc libc6-dev
    need make make
    need pkg-config pkg-config
    pkg-config --exists openssl 2>/dev/null || missing+=(libssl-dev)
}

find_test_tools() {
    need c++ g++
    need pdfsig poppler-utils
    need pdftotext poppler-utils
    need pdftoppm poppler-utils
    need qpdf qpdf
    need mutool mupdf-tools
    need softhsm2-util softhsm2
    need pkcs11-tool opensc
    need openssl openssl
    need faketime faketime
    need certutil libnss3-tools
    need chromium chromium
    need npm npm
    python3 -c 'import ctypes; ctypes.CDLL("libpoppler-glib.so.8")' 2>/dev/null || missing+=(libpoppler-glib8)
    python3 -c 'import ctypes; ctypes.CDLL("libcairo.so.2")' 2>/dev/null || missing+=(libcairo2)
    need python3 python3
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
}

# need PROGRAM PACKAGE…: remembers the packages when the program is not on the path.
need() {
    command -v "$1" >/dev/null || missing+=("${@:2}")
}

install_packages() {
    local packages
    mapfile -t packages < <(printf '%s\n' "$@" | sort -u)
    echo "installing: ${packages[*]}"
    command -v apt-get >/dev/null || fail "missing, and there is no apt-get to install them: ${packages[*]} (Debian names)"
    as_root apt-get update -q
    as_root apt-get install -q -y --no-install-recommends "${packages[@]}"
}

as_root() {
    if ((EUID == 0)); then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        fail "root is needed; as root run: apt-get install ${packages[*]}"
    fi
}

require_cargo() {
    command -v cargo >/dev/null || fail "cargo is missing: install the Rust toolchain with rustup first"
}

require_components() {
    local component absent=()
    for component in fmt clippy; do
        cargo "$component" --version >/dev/null 2>&1 || absent+=("${component/#fmt/rustfmt}")
    done
    ((${#absent[@]})) || return 0
    command -v rustup >/dev/null || fail "missing Rust components: ${absent[*]}"
    rustup component add "${absent[@]}"
}

prepare_python() {
    prepare_venv .venv-interop tests/interop/requirements.txt pyhanko
    prepare_venv .venv-viewers "$VIEWERS/requirements.txt" pypdfium2
    prepare_venv .venv-api "$API/requirements.txt" schemathesis
}

# prepare_venv FOLDER REQUIREMENTS MODULE: the stamp beside the packages tells whether they are those of the file.
prepare_venv() {
    if cmp -s "$2" "$1/installed.txt" && "$1/bin/python" -c "import $3" 2>/dev/null; then
        return
    fi
    echo "installing $3 into $1"
    rm -rf "$1"
    python3 -m venv "$1"
    "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$2" ||
        fail "pip could not install $3 (it needs a network or a configured package index)"
    cp "$2" "$1/installed.txt"
}

# prepare_node NAME FOLDER: the packages of its lock file.
prepare_node() {
    if cmp -s "$2/package-lock.json" "$2/node_modules/installed.json"; then
        return
    fi
    echo "installing $1 into $2/node_modules"
    npm ci --prefix "$2" --silent || fail "npm could not install $1 (it needs a network or a configured registry)"
    cp "$2/package-lock.json" "$2/node_modules/installed.json"
}

fail() {
    echo "install-tools: $*" >&2
    exit 1
}

main "$@"
