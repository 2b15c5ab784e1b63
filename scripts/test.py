"""Runs every check from a fresh checkout: python3 scripts/test.py [PYTEST OPTIONS]."""

import subprocess
import sys

from environment import ROOT, prepare

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports"],
]
# A test keeps about one core busy; more than a few of them at once would run out of memory.
PYTEST = ["pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]

if __name__ == "__main__":
    programs = prepare("constraints-dev.txt")
    failed = 0
    for check in [*CHECKS, [*PYTEST, *sys.argv[1:]]]:
        print(f"== {' '.join(check)}", flush=True)
        command = [str(programs / check[0]), *check[1:]]
        failed += subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    sys.exit(1 if failed else 0)
