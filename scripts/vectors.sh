#!/usr/bin/env bash
# Runs test vectors of others, which may not be kept here, through kyso-pki.
#
# usage: scripts/vectors.sh FOLDER
#
# FOLDER holds, at any depth, Wycheproof files (*.json: RSA, ECDSA, EdDSA, DSA signatures) or certificate chains as
# BoringSSL keeps them (*.test beside their PEM files). Prints each vector that is wrongly accepted or rejected, and counts;
# the status is not 0 when there is one, or when there is no vector at all.
set -euo pipefail
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    sed -n '4,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
KYSO_VECTORS=$(cd "$1" && pwd)
export KYSO_VECTORS RUST_BACKTRACE=0
cd "$(dirname "$0")/.."
exec cargo test --quiet --package kyso-pki --lib -- --ignored --exact vectors::of_others --nocapture
