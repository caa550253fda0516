#!/usr/bin/env bash
# Scores `kyso verify` on the PDFs with known verdicts beside the project, when that folder is there.
# usage: score-corpus.sh KYSO_BINARY
# Fails on a crash, a hang, or any wrong answer but those of docs/known-differences.md.
set -euo pipefail
KYSO=$(realpath "$1")
cd "$(dirname "$0")/.."

SHARED=../shared

if [[ ! -d $SHARED/corpus/files ]]; then
    scripts/skips.py "corpus of known verdicts" "$SHARED/corpus/files is not there"
    exit 0
fi
scores=$(mktemp)
trap 'rm -f "$scores"' EXIT
# Its exit status tells whether everything is right; the known differences below decide here.
python3 "$SHARED/tools/score_corpus.py" "$KYSO" "$SHARED/corpus/files" --wrong --json "$scores" || true
python3 - "$scores" <<'PY'
import json
import sys

# docs/known-differences.md explains each.
KNOWN = {
    ("dss-badencodedcms-08a33c", "count"),
    ("dss-pades-5-signatures-and-1-document-timest-962dd6", "count"),
    ("dss-pdf-with-two-empty-sigs-1ca052", "integrity"),
}

scores = json.load(open(sys.argv[1]))
wrong = {(name, check) for name, _, checks, *_ in scores["wrong"] for check in checks}
complaints = [f"{name}: {fault}" for name, fault in scores["faults"]]
complaints += [f"{name}: wrong {check}" for name, check in sorted(wrong - KNOWN)]
complaints += [f"{name}: {check} is right now; strike it from the known differences" for name, check in sorted(KNOWN - wrong)]
complaints += [f"nothing was scored by {check}" for check in ("count", "integrity", "modifications") if not scores["total"].get(check)]
sys.exit("\n".join(complaints) or 0)
PY
