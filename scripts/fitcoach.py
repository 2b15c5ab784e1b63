"""Runs fitcoach from a fresh checkout: python3 scripts/fitcoach.py count CLIP --exercise squat."""

import subprocess
import sys

from environment import prepare

if __name__ == "__main__":
    programs = prepare("constraints.txt")
    sys.exit(subprocess.run([str(programs / "fitcoach"), *sys.argv[1:]], check=False).returncode)
