#!/usr/bin/env bash
# Whether what kyso accepts looks the same in the programs of others (docs/differential.md).
# usage: differential.sh short               some hundred files; part of `make test`
#        differential.sh long [DIR [COUNT]]  50,000 files into a folder; goes on where an earlier run ended
#        differential.sh again DIR           judges the files of a folder anew, renders what is accepted now
#        differential.sh files TRUST_DIR TIME FILE…   files of one's own
#        differential.sh apart FILE…         which programs show the first page alike (--corner: its corner alone)
# KYSO names another verifier than the one of this tree.
set -Eeuo pipefail
cd "$(dirname "$0")/.."

TARGET=${CARGO_TARGET_DIR:-target}
KYSO=$(realpath "${KYSO:-$TARGET/debug/kyso}")
MUTANTS=$TARGET/debug/kyso-mutants
PYTHON=.venv-viewers/bin/python
HARNESS=tests/viewers/differential.py

main() {
    case ${1:-} in
        short) short ;;
        long) long "${2:-differential}" "${3:-50000}" ;;
        again) "$PYTHON" "$HARNESS" again --kyso "$KYSO" --out "$2" ;;
        files) "$PYTHON" "$HARNESS" files --kyso "$KYSO" --trust "$2" --at "$3" "${@:4}" ;;
        apart) "$PYTHON" tests/viewers/apart.py "${@:2}" ;;
        *) grep '^# ' "$0" | cut -c3- && exit 2 ;;
    esac
}

short() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    "$PYTHON" "$HARNESS" files --kyso "$KYSO" --trust tests/viewers/found/trust --at 2026-11-21T03:00:00Z tests/viewers/found/*.pdf
    "$PYTHON" "$HARNESS" blind --kyso "$KYSO" --mutants "$MUTANTS" --out "$folder/blind" --first 900000 --count 60 --at-least 15
    "$PYTHON" "$HARNESS" run --kyso "$KYSO" --mutants "$MUTANTS" --out "$folder/run" --first 900100 --count 300 --seconds 80 --at-least 40
}

long() {
    mkdir -p "$1"
    nice "$PYTHON" "$HARNESS" run --kyso "$KYSO" --mutants "$MUTANTS" --out "$1" --count "$2" --at-least $(($2 / 5))
    "$PYTHON" "$HARNESS" table --out "$1"
}

main "$@"
