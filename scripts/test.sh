#!/usr/bin/env bash
# Everything that CI checks, in sections: format, lints, docs, tests, licences, interoperability, corpus.
# One profile (dev, dependencies optimised) serves all of them, so that nothing heavy is compiled twice.
set -Eeuo pipefail
cd "$(dirname "$0")/.."

TARGET=${CARGO_TARGET_DIR:-target}
PYTHON=.venv-interop/bin/python
API=.venv-api/bin/python
KYSO=$TARGET/debug/kyso

# Each test that goes without something says so here (the crate test-needs, scripts/skips.py).
export KYSO_SKIPS
KYSO_SKIPS=$(mktemp)
trap 'rm -f "$KYSO_SKIPS"' EXIT

title=start
trap 'printf "== %s: FAILED\n" "$title"' ERR

# section TITLE COMMAND…: no `||` behind the command, or bash would ignore failures inside a function.
section() {
    local start=$SECONDS
    title=$1
    printf '\n== %s\n' "$title"
    "${@:2}"
    printf '== %s: ok (%d s)\n' "$title" $((SECONDS - start))
}

rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --locked --no-fail-fast
        cargo test --workspace --locked --doc
    else
        cargo test --workspace --locked --no-fail-fast
    fi
}

licences() {
    if cargo deny --version >/dev/null 2>&1; then
        cargo deny --locked check --hide-inclusion-graph bans licenses sources
    else
        echo "cargo-deny is not installed: licences and sources are checked by scripts/check_licences.py, bans are not checked"
        python3 scripts/check_licences.py
    fi
}

# Every generated case, by the program itself: what the manifest says of it.
generated_files() {
    local folder
    folder=$(mktemp -d)
    "$TARGET/debug/kyso-testdata" "$folder/files" >/dev/null
    "$KYSO" verify "$folder/files" --recursive --expect "$folder/files/manifest.toml" --trust "$folder/files/trust" \
        --at 2026-11-21T03:00:00Z --summary
    rm -rf "$folder"
}

# What was skipped, each line once; the tests hide it while they pass.
skips() {
    if [[ -s $KYSO_SKIPS ]]; then
        sort -u "$KYSO_SKIPS"
    else
        echo "nothing was skipped"
    fi
}

section format cargo fmt --all --check
section "format of the fuzz targets" cargo fmt --manifest-path fuzz/Cargo.toml --check
section lints cargo clippy --workspace --all-targets --locked -- -D warnings
export RUSTDOCFLAGS="-D warnings"
section docs cargo doc --workspace --no-deps --locked
section licences licences
section "unit and integration tests" rust_tests
section "the same tests, 400 days later" scripts/later.sh
section "binaries for the checks from outside" cargo build --workspace --locked --bins
section "interoperability checks, tested on files of another signer" env -C tests/interop "$PWD/$PYTHON" -m unittest
section interoperability "$PYTHON" tests/interop/run_interop.py --kyso "$KYSO"
section "reports as their schema says" "$PYTHON" tests/interop/report_schema.py --kyso "$KYSO" --testdata "$TARGET/debug/kyso-testdata"
section "the interface description, read by programs of others" "$API" tests/api/interface.py client --kyso "$KYSO"
section "the service as its interface description says" "$API" tests/api/interface.py examples --kyso "$KYSO"
section "generated files as their manifest says" generated_files
section "the harness of the viewers" env -C tests/viewers "$PWD/.venv-viewers/bin/python" -m unittest
section "what is accepted looks the same in four programs" scripts/differential.sh short
section "fuzz targets, briefly" scripts/fuzz.sh smoke
section "corpus of known verdicts" scripts/score-corpus.sh "$KYSO"
section "known attacks" scripts/score-attacks.sh "$KYSO"
section "long-term files of others" "$PYTHON" scripts/long_term_table.py "$KYSO" --check
section skipped skips
printf '\nall checks passed (%d s)\n' "$SECONDS"
