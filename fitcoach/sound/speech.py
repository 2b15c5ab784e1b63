"""Who speaks on this machine."""

import sys
from typing import Final

from fitcoach.sound.lane import module

# Both are helper programs as `helper.py` describes them.
_MACOS: Final = """
echo
while IFS= read -r text; do
  if printf '%s' "$text" | say >/dev/null 2>&1; then echo; else echo 'the command say failed'; fi
done
"""
_WINDOWS: Final = """
$ErrorActionPreference = 'Stop'
$voice = New-Object -ComObject SAPI.SpVoice
$plain = 16
[Console]::Out.WriteLine()
while ($null -ne ($text = [Console]::In.ReadLine())) {
  [void]$voice.Speak($text, $plain)
  [Console]::Out.WriteLine()
}
"""


def command() -> list[str]:
    """Returns the helper program that speaks: what the system has, on Linux eSpeak NG."""
    if sys.platform == "darwin":
        return ["sh", "-c", _MACOS]
    if sys.platform == "win32":
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS]
    return module("fitcoach.sound.espeak")
