"""What programs use of fitcoach is in the package itself, and costs nothing until it is used."""

import subprocess
import sys
from importlib import import_module

import pytest

import fitcoach


def test_every_name_is_there_and_belongs_to_its_module():
    assert set(fitcoach.__all__) == set(fitcoach._MODULES)
    for name, module in fitcoach._MODULES.items():
        assert getattr(fitcoach, name) is getattr(import_module(f"fitcoach.{module}"), name)
    assert set(fitcoach.__all__) <= set(dir(fitcoach))


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'squat'"):
        _ = fitcoach.squat


def test_importing_the_package_imports_nothing_else():
    script = (
        "import sys, fitcoach\n"
        "print(*sorted(name for name in sys.modules if name.startswith('fitcoach')))\n"
        "print('numpy' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines() == ["fitcoach", "False"]
