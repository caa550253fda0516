#!/usr/bin/env bash
# Coverage-guided fuzzing on the stable toolchain: docs/fuzzing.md.
# usage: fuzz.sh smoke                  each target on its seeds and for some seconds more: part of `make test`
#        fuzz.sh smoke-of TARGET         one of these, of what is built already
#        fuzz.sh run TARGET RUNS        RUNS executions, going on from the corpus of the last time
#        fuzz.sh reproduce TARGET FILE  one input, with the stack of its panic
#        fuzz.sh coverage               edges and features that the corpus of each target reaches
set -euo pipefail
cd "$(dirname "$0")/.."

TARGETS=(revisions objects ber cms certificates ocsp changes page_text pictures)
BUILT=$(realpath -m "${CARGO_TARGET_DIR:-target}")
CORPUS=$BUILT/fuzz-corpus
FINDINGS=$BUILT/fuzz-findings
SMOKE_SECONDS=8

main() {
    case ${1:-} in
        smoke)
            build
            smoke
            ;;
        smoke-of)
            run "$2" -seed=1 -max_total_time="$SMOKE_SECONDS"
            ;;
        run)
            build
            run "$2" -runs="$3" -print_final_stats=1
            ;;
        reproduce)
            build
            RUST_BACKTRACE=1 "$(program "$2")" "$(realpath "$3")"
            ;;
        coverage)
            build
            coverage
            ;;
        *)
            sed -n '3,7s/^# //p' "$0" >&2
            exit 2
            ;;
    esac
}

# Cargo reads fuzz/.cargo/config.toml, which instruments our crates, only from within that folder. The lock file is that of
# the main workspace, to which Cargo adds libFuzzer: what is fuzzed is built from what is shipped.
build() {
    [[ fuzz/Cargo.lock -nt Cargo.lock ]] || cp Cargo.lock fuzz/Cargo.lock
    env -C fuzz CARGO_TARGET_DIR="$BUILT" cargo build --bins
}

program() {
    echo "$BUILT/debug/$1"
}

# What was found before comes first, so that it is never found again. The same seed makes a failure come back.
smoke() {
    local target failed=0
    # As many at once as there are processors.
    printf '%s\n' "${TARGETS[@]}" | xargs -P "$(nproc)" -I{} scripts/fuzz.sh smoke-of {} || failed=1
    return "$failed"
}

# run TARGET OPTION…: a hang is an input that takes longer than a second; the time limit is higher because a busy
# machine may stop any process for a second. Slow inputs are kept in the findings and fail nothing.
run() {
    local target=$1 log
    shift
    mkdir -p "$CORPUS/$target" "$FINDINGS"
    log=$(mktemp)
    if "$(program "$target")" -timeout=10 -report_slow_units=1 -rss_limit_mb=1024 -max_len=8192 -dict=fuzz/pdf.dict \
        -artifact_prefix="$FINDINGS/$target-" "$@" "$CORPUS/$target" "fuzz/seeds/$target" >"$log" 2>&1; then
        printf '%-12s %s\n' "$target" "$(grep -E '^#[0-9]+\s+DONE' "$log")"
        grep -E '^stat::' "$log" || true
        rm "$log"
    else
        tail -n 40 "$log" >&2
        rm "$log"
        echo "fuzz: $target found something; the input lies in $FINDINGS" >&2
        return 1
    fi
}

coverage() {
    local target
    for target in "${TARGETS[@]}"; do
        run "$target" -runs=0
    done
}

main "$@"
