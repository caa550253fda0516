#!/usr/bin/env python3
"""Checks licences and sources of all dependencies against deny.toml, for machines without cargo-deny."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# No git or path source from elsewhere: only cargo's own registry, whatever mirror stands for it.
REGISTRY = "registry+"


def main() -> int:
    with (PROJECT / "deny.toml").open("rb") as file:
        policy = tomllib.load(file)["licenses"]
    complaints = [text for package in packages() for text in complaints_about(package, policy)]
    print("\n".join(complaints) or "licences and sources: ok")
    return int(bool(complaints))


def packages() -> list[dict]:
    """Every package of the lock file, for all targets."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
    return json.loads(subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE).stdout)["packages"]


def complaints_about(package: dict, policy: dict) -> list[str]:
    name = f"{package['name']} {package['version']}"
    allowed = set(policy["allow"])
    for exception in policy.get("exceptions", []):
        if exception["crate"] == package["name"]:
            allowed |= set(exception["allow"])
    complaints = []
    if not permits(package["license"] or "", allowed):
        complaints.append(f"{name}: licence {package['license']} is not in deny.toml")
    if not (package["source"] or REGISTRY).startswith(REGISTRY):
        complaints.append(f"{name}: source {package['source']} is not allowed")
    return complaints


def permits(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be satisfied by the allowed licences; `/` is the old spelling of OR."""
    tokens = re.findall(r"[()]|[^()\s]+", expression.replace("/", " OR "))
    if not tokens:
        return False
    verdict, rest = alternatives(tokens, allowed)
    return verdict and not rest


def alternatives(tokens: list[str], allowed: set[str]) -> tuple[bool, list[str]]:
    verdict, tokens = conjunction(tokens, allowed)
    while tokens[:1] == ["OR"]:
        other, tokens = conjunction(tokens[1:], allowed)
        verdict = verdict or other
    return verdict, tokens


def conjunction(tokens: list[str], allowed: set[str]) -> tuple[bool, list[str]]:
    verdict, tokens = licence(tokens, allowed)
    while tokens[:1] == ["AND"]:
        other, tokens = licence(tokens[1:], allowed)
        verdict = verdict and other
    return verdict, tokens


def licence(tokens: list[str], allowed: set[str]) -> tuple[bool, list[str]]:
    if tokens[0] == "(":
        verdict, rest = alternatives(tokens[1:], allowed)
        return verdict, rest[1:]
    if tokens[1:2] == ["WITH"]:
        return " ".join(tokens[:3]) in allowed, tokens[3:]
    return tokens[0] in allowed, tokens[1:]


if __name__ == "__main__":
    sys.exit(main())
