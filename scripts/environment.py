"""Makes the environment in .venv that the other scripts run in, unless it is up to date."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PROGRAMS = FOLDER / ("Scripts" if os.name == "nt" else "bin")

# What the packages load from a Debian system: OpenCV's window toolkit and the mannequin's renderer.
DEBIAN_PACKAGES = ["libgl1", "libegl1", "libglib2.0-0", "libosmesa6"]


def prepare(constraints: str) -> Path:
    """Installs the pinned packages, their hashes checked, and fitcoach itself from this checkout.

    Args:
        constraints: File in the project's folder that pins the packages.

    Returns:
        The folder of the environment's programs.
    """
    if sys.version_info < (3, 11):  # noqa: UP036  whatever Python is there runs this script
        fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    pins = ROOT / constraints
    wanted = hashlib.sha256(pins.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = FOLDER / f"installed-{constraints}"
    if not (stamp.exists() and stamp.read_text() == wanted):
        print(f"Installing what fitcoach needs into {FOLDER.name} (once) ...", file=sys.stderr)
        venv.create(FOLDER, with_pip=True, clear=not PROGRAMS.exists())
        install("--require-hashes", "-r", str(pins))
        install("--no-deps", "-e", str(ROOT))
        stamp.write_text(wanted)
    require_system_libraries()
    return PROGRAMS


def install(*arguments: str) -> None:
    """Runs pip in the environment."""
    pip = [str(PROGRAMS / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    if subprocess.run([*pip, *arguments], check=False).returncode:
        fail("Installing failed; see above.")


def require_system_libraries() -> None:
    """OpenCV's wheel needs libGL of the system, which servers and containers often lack."""
    if loads("cv2"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        for command in (["update", "-q"], ["install", "-qy", *DEBIAN_PACKAGES]):
            subprocess.run(["apt-get", *command], stdout=sys.stderr, check=False)
        if loads("cv2"):
            return
    fail("OpenCV cannot be loaded; on Debian: apt-get install " + " ".join(DEBIAN_PACKAGES))


def loads(module: str) -> bool:
    """Whether the environment can import a module."""
    command = [str(PROGRAMS / "python"), "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def fail(sentence: str) -> NoReturn:
    """Ends the script with a sentence for the user."""
    sys.exit(sentence)
