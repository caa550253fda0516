"""One program in a process of its own, so that its end is only its own: reads jobs, writes what is different.

usage: worker.py PROGRAM DPI      a line of jobs in, a line for each job out (JSON)
"""

import hashlib
import json
import os
import resource
import sys
from collections import OrderedDict
from pathlib import Path

import programs
from pictures import Area, differences, screen_and_print

MEMORY = 3 << 30
REMEMBERED = 500


class Work:
    """Renders pairs with one program; remembers how signed files look."""

    def __init__(self, name: str, dpi: float):
        self.program = programs.start(name, dpi)
        self.remembered = OrderedDict()

    def answers(self, jobs: list[dict]):
        """What is different in each pair, in their order."""
        files = [Path(job["file"]).read_bytes() for job in jobs]
        befores = [data[job["start"]:job["end"]] for data, job in zip(files, jobs)]
        keys = [hashlib.sha256(before).digest() for before in befores]
        unknown = {key: before for key, before in zip(keys, befores) if key not in self.remembered}
        renderings = self.program.render([*unknown.values(), *files])
        self.remembered.update(zip(unknown, renderings))
        for job, key, after in zip(jobs, keys, renderings[len(unknown):]):
            self.remembered.move_to_end(key)
            yield answer(job, self.remembered[key], after)
        while len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)


def answer(job: dict, before, after) -> dict:
    """One pair."""
    found = differences(before, after, [Area(**area) for area in job["areas"]])
    if job["original"]:
        found += screen_and_print(after)
    return {"id": job["id"], "found": found, "error": after.error, "pages": len(after.screen)}


class Places:
    """Finds where what is permitted stands."""

    def answers(self, jobs: list[dict]):
        """The areas of each pair."""
        from places import areas
        for job in jobs:
            data = Path(job["file"]).read_bytes()
            try:
                found = areas(data[job["start"]:job["end"]], data, job["wanted"])
            except Exception:  # pylint: disable=broad-exception-caught
                # Whatever a program of others throws: no area is known, so nothing is left out.
                found = []
            yield {"id": job["id"], "areas": [vars(area) for area in found]}


def main():
    """Works until the input ends."""
    name, dpi = sys.argv[1], float(sys.argv[2])
    if name != "pdfjs":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What a program of others prints must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    work = Places() if name == "places" else Work(name, dpi)
    # Pdf.js shows many files in one window; the others gain nothing by it.
    together = 16 if name == "pdfjs" else 1
    for line in sys.stdin:
        jobs = json.loads(line)
        for start in range(0, len(jobs), together):
            for result in work.answers(jobs[start:start + together]):
                print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
