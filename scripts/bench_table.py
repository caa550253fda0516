#!/usr/bin/env python3
"""Prints what criterion measured as one table, then whole processes on the issued demo file.

A function named `floor` in a benchmark group is the least that the others in the group must do (hashing, key
operations): their best samples are shown as a multiple of its best one.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

RUNS = 30


@dataclass(frozen=True)
class Measurement:
    """One benchmark; times in nanoseconds, throughput in bytes per iteration."""

    group: str
    function: str
    value: str
    median: float
    low: float
    high: float
    best: float
    size: int | None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--criterion", type=Path, required=True)
    parser.add_argument("--newer-than", type=Path, required=True)
    parser.add_argument("--kyso", type=Path, required=True)
    parser.add_argument("--demo", type=Path, required=True)
    options = parser.parse_args()
    measurements = read_measurements(options.criterion, options.newer_than.stat().st_mtime)
    print_table(["benchmark", "best", "median", "95 % interval", "× floor", "MB/s"], benchmark_rows(measurements))
    issued = options.demo / "quyet-dinh-ban-hanh.pdf"
    print_table([f"process, {issued.stat().st_size / 1024:.0f} KB file", "median", "slowest"], process_rows(options, issued))


def read_measurements(folder: Path, since: float) -> list[Measurement]:
    """The results of this run; older ones in the same folder are left out."""
    files = sorted(folder.glob("**/new/estimates.json"))
    return [read_measurement(file) for file in files if file.stat().st_mtime >= since]


def read_measurement(estimates: Path) -> Measurement:
    median = json.loads(estimates.read_text())["median"]
    about = json.loads(estimates.with_name("benchmark.json").read_text())
    interval = median["confidence_interval"]
    return Measurement(
        group=about["group_id"],
        function=about["function_id"] or "",
        value=about["value_str"] or "",
        median=median["point_estimate"],
        low=interval["lower_bound"],
        high=interval["upper_bound"],
        best=best_of(json.loads(estimates.with_name("sample.json").read_text())),
        size=(about["throughput"] or {}).get("Bytes"),
    )


def best_of(sample: dict) -> float:
    """The quickest sample, per iteration: what other work on the machine disturbed least."""
    return min(time / count for time, count in zip(sample["times"], sample["iters"]))


def benchmark_rows(measurements: list[Measurement]) -> list[list[str]]:
    floors = {(one.group, one.value): one.best for one in measurements if one.function == "floor"}
    rows = []
    for one in measurements:
        floor = floors.get((one.group, one.value))
        name = " / ".join(part for part in (one.group, one.function, one.value) if part)
        interval = f"{duration(one.low)} – {duration(one.high)}"
        speed = f"{one.size / one.median * 1000:.0f}" if one.size else ""
        rows.append([name, duration(one.best), duration(one.median), interval, f"{one.best / floor:.1f}" if floor else "", speed])
    return rows


def process_rows(options: argparse.Namespace, issued: Path) -> list[list[str]]:
    """`kyso verify` beside the programs that check the same signatures."""
    trust = options.demo / "pki" / "trust"
    commands = {
        "kyso verify": [options.kyso, "verify", "--offline", "--trust", trust, issued],
        "pdfsig": ["pdfsig", "-nocert", issued],
        "mutool sign -v": ["mutool", "sign", "-v", issued],
    }
    present = {name: command for name, command in commands.items() if shutil.which(command[0])}
    return [[name, *process_times(command)] for name, command in present.items()]


def process_times(command: list[str | Path]) -> list[str]:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
        # Remarks would be repeated with each run; they matter when a command fails.
        if ended.returncode != 0:
            sys.exit(f"{command[0]}: exit status {ended.returncode}\n{ended.stderr.decode(errors='replace')}")
    return [duration(statistics.median(seconds) * 1e9), duration(max(seconds) * 1e9)]


def duration(nanoseconds: float) -> str:
    """Three significant digits with the fitting unit."""
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def print_table(head: list[str], rows: list[list[str]]):
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    print()
    for row in [head, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.ljust(width) if index == 0 else cell.rjust(width) for index, (cell, width) in enumerate(zip(row, widths))))


if __name__ == "__main__":
    main()
