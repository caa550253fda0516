#!/usr/bin/env bash
# Scores `kyso verify` on the attack files and the cases of certificates beside the project, when those folders are there.
# usage: score-attacks.sh KYSO_BINARY
# Fails while one of them succeeds.
set -euo pipefail
KYSO=$(realpath "$1")
cd "$(dirname "$0")/.."

SHARED=../shared

for folder in attacks pki-cases; do
    if [[ ! -d $SHARED/$folder ]]; then
        scripts/skips.py "known attacks" "$SHARED/$folder is not there"
        exit 0
    fi
done
python3 "$SHARED/tools/score_attacks.py" "$KYSO"
