"""What `fitcoach doctor` looks at: each check finds something, and says what to do about it."""

from fitcoach.cli.checkup.finding import Finding, State

__all__ = ["Finding", "State"]
