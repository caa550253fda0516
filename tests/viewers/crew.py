"""The programs at work beside one another: their processes, time limits, and what is made of their ends."""

import json
import os
import selectors
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import programs

HERE = Path(__file__).resolve().parent
# Tiny pages and whole sheets alike: marks are large, and a letter of 8 points is still five pixels high.
DPI = 50
# Seconds without an answer after which a process is ended: for one file, and for a window of pdf.js.
PATIENCE = {"pdfjs": 240}
USUAL_PATIENCE = 30
# Processes of the program that takes longest.
PROCESSES = {"pdfjs": 2}


class Worker:
    """A process of worker.py, started when it is needed and anew after its end."""

    def __init__(self, name: str, dpi: float):
        self.name = name
        self.dpi = dpi
        self.process = None
        self.buffer = b""

    def run(self, jobs: list[dict]) -> dict:
        """The answer to each job by its id; a job that ends the process has the answer `died`."""
        answers = {}
        waiting = [jobs]
        while waiting:
            batch = waiting.pop()
            got = self.batch(batch)
            answers.update(got)
            left = [job for job in batch if job["id"] not in got]
            if left and len(batch) == 1:
                answers[left[0]["id"]] = {"id": left[0]["id"], "found": [], "died": True, "areas": []}
            elif left:
                waiting += [[job] for job in reversed(left)]
        return answers

    def batch(self, jobs: list[dict]) -> dict:
        """Answers as far as they come."""
        if self.process is None:
            self.start()
        answers = {}
        try:
            self.process.stdin.write(json.dumps(jobs).encode() + b"\n")
            self.process.stdin.flush()
            while len(answers) < len(jobs):
                answer = json.loads(self.line())
                answers[answer["id"]] = answer
        except (OSError, EOFError, TimeoutError):
            self.end()
        return answers

    def start(self):
        """Starts the process."""
        self.buffer = b""
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), self.name, str(self.dpi)], cwd=HERE,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints(), start_new_session=True,
        )

    def complaints(self):
        """Where its standard error goes."""
        return None if os.environ.get("KYSO_VIEWERS_VERBOSE") else subprocess.DEVNULL

    def line(self) -> bytes:
        """The next line of its output."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.buffer:
                if not selector.select(PATIENCE.get(self.name, USUAL_PATIENCE)):
                    raise TimeoutError
                part = os.read(self.process.stdout.fileno(), 1 << 16)
                if not part:
                    raise EOFError
                self.buffer += part
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def end(self):
        """Ends the process and all that it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process = None


class Crew:
    """All programs."""

    def __init__(self, dpi: float, names=programs.NAMES):
        self.places = Worker("places", dpi)
        self.workers = {name: [Worker(name, dpi) for _ in range(PROCESSES.get(name, 1))] for name in names}
        self.pool = ThreadPoolExecutor(sum(map(len, self.workers.values())))

    def compare(self, pairs: list) -> list[dict]:
        """For each pair what is different, by program."""
        jobs = [{**pair.job(), "id": number} for number, pair in enumerate(pairs)]
        if not jobs:
            return []
        drawn = [job for job in jobs if job["wanted"]]
        places = self.places.run(drawn) if drawn else {}
        for job in jobs:
            job["areas"] = places.get(job["id"], {}).get("areas", [])
        runs = [
            (name, self.pool.submit(worker.run, jobs[part::len(workers)]))
            for name, workers in self.workers.items() for part, worker in enumerate(workers)
            if jobs[part::len(workers)]
        ]
        answers = {name: {} for name in self.workers}
        for name, run in runs:
            answers[name].update(run.result())
        return [{name: answers[name][job["id"]] for name in answers} for job in jobs]

    def close(self):
        """Ends all processes."""
        for worker in [self.places, *(worker for workers in self.workers.values() for worker in workers)]:
            worker.end()
        self.pool.shutdown()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
