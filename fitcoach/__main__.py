"""Runs the command line: `python -m fitcoach`."""

from fitcoach.cli.main import main

main()
