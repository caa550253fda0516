#!/usr/bin/env bash
# Runs all benchmarks and prints one table, with whole processes and their peers below.
# usage: bench.sh KYSO_BINARY
set -euo pipefail
cd "$(dirname "$0")/.."

started=$(mktemp)
demo=$(mktemp -d)
trap 'rm -rf "$started" "$demo"' EXIT
# Short measurements, so that all of them take less than six minutes once they are built.
cargo bench --workspace --locked --bench '*' -- --noplot --warm-up-time 0.5 --measurement-time 2
"$1" demo "$demo/demo" >/dev/null
python3 scripts/bench_table.py --criterion "${CARGO_TARGET_DIR:-target}/criterion" --newer-than "$started" \
    --kyso "$1" --demo "$demo/demo"
