#!/usr/bin/env bash
# Scores `kyso verify` on the PDFs with known verdicts beside the project, when that folder is there.
# usage: score-corpus.sh KYSO_BINARY
# Fails on a crash, a hang, or fewer right answers than the floors below (per cent).
set -euo pipefail
KYSO=$(realpath "$1")
cd "$(dirname "$0")/.."

SHARED=../shared
COUNT_FLOOR=97
INTEGRITY_FLOOR=95

if [[ ! -d $SHARED/corpus/files ]]; then
    echo "SKIPPED: $SHARED/corpus/files is not there"
    exit 0
fi
scores=$(mktemp)
trap 'rm -f "$scores"' EXIT
# Its exit status tells whether everything is right; the floors below decide here. `--wrong` would list each miss.
python3 "$SHARED/tools/score_corpus.py" "$KYSO" "$SHARED/corpus/files" --json "$scores" || true
python3 - "$scores" "$COUNT_FLOOR" "$INTEGRITY_FLOOR" <<'PY'
import json
import sys

scores = json.load(open(sys.argv[1]))
complaints = [f"{name}: {fault}" for name, fault in scores["faults"]]
for check, floor in zip(("count", "integrity"), (float(text) for text in sys.argv[2:])):
    right, total = scores["right"].get(check, 0), scores["total"].get(check, 0)
    if total == 0 or 100 * right / total < floor:
        complaints.append(f"{check}: {right} of {total} right, the floor is {floor} %")
sys.exit("\n".join(complaints) or 0)
PY
