#!/usr/bin/env bash
# Runs the tests that are built already once more, 400 days later: what compares a frozen file with the clock of the machine
# fails here, before it fails on that day. Only the clock of the day is moved (libfaketime); durations are the machine's.
# What cannot bear it, or takes long and never looks at the day, stands in later-without.tsv, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

LATER=+400d
WITHOUT=scripts/later-without.tsv

main() {
    local library names host
    library=$(find /usr/lib -name libfaketimeMT.so.1 -print -quit)
    if [[ -z $library ]]; then
        scripts/skips.py "the same tests, 400 days later" "faketime is not installed"
        return
    fi
    host=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
    # The programs that the tests start see the later day too; Cargo does not.
    export "CARGO_TARGET_${host}_RUNNER=env LD_PRELOAD=$library FAKETIME=$LATER FAKETIME_DONT_FAKE_MONOTONIC=1"
    mapfile -t names < <(grep -v '^#' "$WITHOUT" | cut -f1)
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --locked --no-fail-fast --filterset "not (none()$(printf ' + test(%s)' "${names[@]}"))" "$@"
    else
        cargo test --workspace --locked --no-fail-fast --tests "$@" -- $(printf -- '--skip %s ' "${names[@]}")
    fi
}

main "$@"
