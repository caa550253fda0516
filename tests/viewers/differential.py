"""Whether what kyso accepts looks the same in the programs of others.

usage: differential.py files --kyso KYSO --trust DIR --at TIME [--at-least N] FILE…
       differential.py run --kyso KYSO --mutants PROGRAM --out DIR [--first N] [--count N] [--seconds N] [--at-most N]
       differential.py again --kyso KYSO --out DIR
       differential.py table --out DIR
"""

import argparse
import json
import sys
from pathlib import Path

import programs
from campaign import add_commands
from crew import DPI, Crew
from judging import Judge, is_accepted, pairs

def main() -> int:
    """Runs a command; 0 when nothing was found that should not be."""
    arguments = parsed()
    return arguments.command(arguments)


def parsed():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    commands = parser.add_subparsers(required=True)
    files = commands.add_parser("files")
    files.add_argument("--kyso", required=True)
    files.add_argument("--trust", required=True)
    files.add_argument("--at", required=True)
    files.add_argument("--at-least", type=int, help="succeed when so many files are different, not when none is")
    files.add_argument("files", nargs="+", type=Path)
    files.set_defaults(command=check_files)
    add_commands(commands)
    return parser.parse_args()


def check_files(arguments) -> int:
    """Judges and compares some files."""
    judge = Judge(arguments.kyso, arguments.trust, arguments.at)
    with Crew(DPI) as crew:
        # The programs work in a folder of their own.
        different = sum(check(judge, crew, file.resolve()) for file in arguments.files)
    print(f"{len(arguments.files)} files, {different} accepted and different")
    if arguments.at_least is not None:
        return int(different < arguments.at_least)
    return int(different > 0)


def check(judge: Judge, crew: Crew, file: Path) -> bool:
    """Whether the file is accepted and yet different."""
    [report] = judge.reports([file])
    accepted = is_accepted(report)
    compared = pairs(file, report) if accepted else []
    answers = crew.compare(compared)
    words = "; ".join(filter(None, map(said, answers))) or "same" if accepted else "refused"
    print(f"{file.name}\t{report.get('verdict', 'UNREADABLE')}\t{report.get('legal_status', '-')}\t{words}", flush=True)
    return any(one["found"] or one.get("died") for answer in answers for one in answer.values())


def said(answer: dict) -> str:
    """What is different, in a few words."""
    parts = []
    for name in programs.NAMES:
        kinds = sorted({f"{one['kind']} {one.get('intent', '')}".strip() for one in answer[name]["found"]})
        kinds += ["died"] if answer[name].get("died") else []
        # Before and after alike, or it would be among the kinds: nothing was compared.
        kinds += [f"shows nothing ({answer[name]['error']})"] if answer[name].get("error") else []
        if kinds:
            parts.append(f"{name}: {', '.join(kinds)}")
    return " | ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
