"""Many files of the mutator: judged, rendered where accepted, recorded batch by batch."""

import json
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import programs
from crew import DPI, Crew
from judging import Judge, is_accepted, pairs

# The time for which testdata makes its files.
AT = "2026-11-21T03:00:00Z"
BATCH = 192


def add_commands(commands):
    """The commands about many files."""
    for name, command, aim in (
        ("run", run_campaign, "accepted and rendered files without which it fails"),
        ("blind", run_blind, "different files without which it fails"),
    ):
        run = commands.add_parser(name)
        run.add_argument("--kyso", required=True)
        run.add_argument("--mutants", help="program that writes the files, when they are not there yet")
        run.add_argument("--out", required=True, type=Path)
        run.add_argument("--first", type=int, default=0)
        run.add_argument("--count", type=int, default=50_000)
        run.add_argument("--seconds", type=float, default=float("inf"), help="render no more after so much time")
        run.add_argument("--at-least", type=int, default=0, help=aim)
        run.set_defaults(command=command)
    again = commands.add_parser("again")
    again.add_argument("--kyso", required=True)
    again.add_argument("--out", required=True, type=Path)
    again.add_argument("--seconds", type=float, default=float("inf"))
    again.set_defaults(command=run_again)
    table = commands.add_parser("table")
    table.add_argument("--out", required=True, type=Path)
    table.set_defaults(command=print_table)


def run_campaign(arguments) -> int:
    """Makes files, and goes through those that have no result yet."""
    folder = arguments.out = arguments.out.resolve()
    if not (folder / "mutants.jsonl").exists():
        counts = [str(arguments.first), str(arguments.count)]
        subprocess.run([arguments.mutants, str(folder), *counts], check=True)
    results = folder / "results.jsonl"
    done = {result["path"] for result in lines(results)}
    waiting = [mutant for mutant in lines(folder / "mutants.jsonl") if mutant["path"] not in done]
    with results.open("a", encoding="utf-8") as out:
        go_through(arguments, waiting, {}, out)
    return summary(lines(results), arguments.at_least)


def run_blind(arguments) -> int:
    """Lets a verifier without rules about later changes judge: 0 when the programs show what it misses."""
    arguments.blind = True
    run_campaign(arguments)
    different = sum(map(is_different, lines(arguments.out / "results.jsonl")))
    print(f"a verifier without rules: {different} different, {arguments.at_least} expected")
    return int(different < arguments.at_least)


def run_again(arguments) -> int:
    """Judges all files anew, renders what a rendering is missing for; the results before stay in a file beside."""
    folder = arguments.out = arguments.out.resolve()
    results = folder / "results.jsonl"
    before = {result["path"]: result for result in lines(results)}
    renewed = folder / "results.new.jsonl"
    with renewed.open("w", encoding="utf-8") as out:
        go_through(arguments, lines(folder / "mutants.jsonl"), before, out)
    results.replace(folder / "results.before.jsonl")
    renewed.replace(results)
    return summary(lines(results), 0)


def go_through(arguments, mutants: list[dict], known: dict, out):
    """Judges and renders batch by batch, the next batch judged meanwhile; when the time is over, judges only."""
    blind = getattr(arguments, "blind", False)
    judge = Judge(arguments.kyso, str(arguments.out / "trust"), AT, blind=blind)
    end = time.monotonic() + arguments.seconds
    batches = [mutants[start:start + BATCH] for start in range(0, len(mutants), BATCH)]
    with Crew(DPI) as crew, ThreadPoolExecutor(1) as ahead:
        judging = [ahead.submit(reports_of, judge, arguments.out, one) for one in batches[:1]]
        for number, mutants_of_batch in enumerate(batches):
            reports = judging.pop().result()
            judging += [ahead.submit(reports_of, judge, arguments.out, one) for one in batches[number + 1:number + 2]]
            draws = time.monotonic() < end
            for result in batch(crew if draws else None, arguments.out, mutants_of_batch, reports, known):
                out.write(json.dumps(result) + "\n")
            out.flush()


def reports_of(judge: Judge, folder: Path, mutants: list[dict]) -> list[dict]:
    """What the verifier says of some files."""
    return judge.reports([folder / mutant["path"] for mutant in mutants])


def batch(crew: Crew | None, folder: Path, mutants: list[dict], reports: list[dict], known: dict) -> list[dict]:
    """The results of some files; a result holds what was rendered, so that it need not be done twice."""
    results, waiting = [], []
    for mutant, report in zip(mutants, reports):
        result = {**mutant, **judged(report), "rendered": {}}
        results.append(result)
        if not result["accepted"]:
            continue
        before = known.get(mutant["path"], {}).get("rendered", {})
        for pair in pairs(folder / mutant["path"], report):
            key = json.dumps([pair.start, pair.end, pair.wanted, pair.original])
            if key in before:
                result["rendered"][key] = before[key]
            elif crew:
                waiting.append((result, key, pair))
            else:
                result["waits"] = True
    answers = crew.compare([pair for *_, pair in waiting]) if crew else []
    for (result, key, _), answer in zip(waiting, answers):
        result["rendered"][key] = brief(answer)
    return results


def judged(report: dict) -> dict:
    """What of a report goes into the record."""
    return {
        "verdict": report.get("verdict") or report["error"]["code"],
        "legal_status": report.get("legal_status"),
        "accepted": is_accepted(report),
    }


def brief(answer: dict) -> dict:
    """What is different, by program; and which programs did not survive the file."""
    kept = {}
    for name in programs.NAMES:
        one = answer[name]
        kept[name] = {"found": one["found"][:4]}
        kept[name].update({key: one[key] for key in ("error", "died") if one.get(key)})
    return kept


def lines(file: Path) -> list[dict]:
    """The objects of a file, one a line."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as text:
        return [json.loads(line) for line in text]


def is_different(result: dict) -> bool:
    """Whether an accepted file shows something else in any program, known differences apart."""
    return bool(found(result))


def found(result: dict) -> set:
    """Programs and kinds of difference that are not known."""
    both = {
        (name, one["kind"])
        for answer in result["rendered"].values() for name in answer for one in answer[name]["found"]
    }
    productions = set(result.get("productions", []))
    for needed, program, kind in KNOWN:
        if needed <= productions:
            both.discard((program, kind))
    return both


def known_differences() -> list:
    """The lines of known.tsv."""
    text = (Path(__file__).parent / "known.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(set(needed.split()), program, kind) for needed, program, kind, _why in rows]


KNOWN = known_differences()


def is_rendered(result: dict) -> bool:
    """Whether all programs drew the file: one that ended or gave up on it has seen nothing."""
    answers = [one for answer in result["rendered"].values() for one in answer.values()]
    seen = not any(one.get("died") or one.get("error") for one in answers)
    return bool(answers) and seen and not result.get("waits")


def false_alarm(result: dict) -> bool:
    """Whether an honest file is refused."""
    return result["sound"] and result["verdict"] != "TOTAL_PASSED"


def summary(results: list[dict], at_least: int) -> int:
    """Prints findings and counts; 0 when nothing was found."""
    different = [result for result in results if is_different(result)]
    alarms = [result for result in results if false_alarm(result)]
    for result in different:
        print(f"different\t{result['path']}\t{' '.join(result['productions'])}\t{where(result)}")
    for result in alarms:
        print(f"refused\t{result['path']}\t{' '.join(result['productions'])}\t{result['verdict']}")
    rendered = sum(map(is_rendered, results))
    accepted = sum(result["accepted"] for result in results)
    print(f"{len(results)} files, {accepted} accepted, {rendered} of them rendered before and after in "
          f"{len(programs.NAMES)} programs, {len(different)} different, {len(alarms)} honest ones refused")
    return int(bool(different or alarms or rendered < at_least))


def where(result: dict) -> str:
    """Programs and kinds of difference."""
    return " ".join(f"{name}:{kind}" for name, kind in sorted(found(result)))


def print_table(arguments) -> int:
    """The coverage of the grammar, as a table."""
    results = lines(arguments.out / "results.jsonl")
    counts = {name: Counter() for name in ("made", "accepted", "rendered", "different")}
    for result in results:
        for production in set(result["productions"]):
            counts["made"][production] += 1
            counts["accepted"][production] += result["accepted"]
            counts["rendered"][production] += is_rendered(result)
            counts["different"][production] += is_different(result)
    print("| production | made | accepted | rendered | different |\n|---|---:|---:|---:|---:|")
    for production in sorted(counts["made"]):
        cells = " | ".join(str(counts[column][production]) for column in counts)
        print(f"| `{production}` | {cells} |")
    died = Counter(name for result in results for answer in result["rendered"].values()
                   for name, one in answer.items() if one.get("died"))
    print(f"\nEnds of programs: {dict(died) or 'none'}")
    return summary(results, 0)
