#!/usr/bin/env bash
# Compiles every crate with every combination of its features (`make features`).
# The other checks build the whole workspace at once, where one crate switches on what another forgot to ask for. So each crate
# is checked alone here, in a target folder of its own: its features differ from those of the workspace.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TARGET_DIR=${KYSO_FEATURES_TARGET:-target/features}

# What the project promises is what checks it: the newest compiler that CI has is the oldest that we support.
check_rust_version() {
    local promised used
    promised=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
    used=$(rustc --version | cut -d ' ' -f 2)
    if [[ $used != "$promised" && $used != "$promised".* ]]; then
        echo "rust-version is $promised, but rustc is $used: change Cargo.toml, fuzz/Cargo.toml and README.md" >&2
        return 1
    fi
}

# Each crate of the workspace with each set of its features, as `CRATE<tab>FEATURES`.
combinations() {
    cargo metadata --locked --no-deps --format-version 1 | python3 -c '
import itertools, json, sys
for package in json.load(sys.stdin)["packages"]:
    features = sorted(name for name in package["features"] if name != "default")
    for size in range(len(features) + 1):
        for some in itertools.combinations(features, size):
            print(package["name"], ",".join(some), sep="\t")
'
}

check_rust_version
count=0
while IFS=$'\t' read -r crate features; do
    printf '== %s: %s\n' "$crate" "${features:-no features}"
    RUSTFLAGS="-D warnings" cargo check --locked --quiet -p "$crate" --no-default-features --features "$features" </dev/null
    count=$((count + 1))
done < <(combinations)
((count > 10)) || { echo "only $count combinations were found" >&2; exit 1; }
printf '%d combinations of features compile (%d s)\n' "$count" "$SECONDS"
