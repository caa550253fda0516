#!/usr/bin/env python3
"""What a check does that goes without something: it is skipped, and the skip is seen; with KYSO_REQUIRE_ALL=1 it fails.

usage: skips.py CHECK WHY
Tests in Rust do the same by the crate test-needs.
"""

import os
import sys
from pathlib import Path


def skip(check: str, why: str) -> None:
    """Ends the program when nothing may be skipped."""
    line = f"SKIPPED: {check}: {why}"
    if os.environ.get("KYSO_REQUIRE_ALL", "") not in ("", "0"):
        sys.exit(f"{line}, and KYSO_REQUIRE_ALL is set")
    if listed := os.environ.get("KYSO_SKIPS"):
        with Path(listed).open("a") as file:
            file.write(f"{line}\n")
    print(line, flush=True)


if __name__ == "__main__":
    skip(*sys.argv[1:])
