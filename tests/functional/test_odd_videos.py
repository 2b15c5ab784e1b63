"""Odd videos are counted, broken ones refused in a sentence, and none takes much memory."""

import json
import subprocess
import sys
import zlib

import pytest
from fuzzing.corpus import broken, odd, pictures, write


def counted(run, clips):
    result = run("count", *clips.values(), "-e", "squat", "--json", timeout=600)
    assert "Traceback" not in result.stderr
    return dict(zip(clips, json.loads(result.stdout), strict=True)), result


def test_odd_videos_are_counted(run, tmp_path):
    clips, result = counted(run, odd(tmp_path))
    assert result.returncode == 0
    assert result.stderr == ""
    counts = {what: clip["count"] for what, clip in clips.items()}
    one_rep = {"grey": 1, "alpha": 1, "10 bits": 1}
    no_rep = dict.fromkeys(("240 fps", "1 picture", "1x1", "2x2", "wide", "8K"), 0)
    assert counts == one_rep | no_rep | {"1 fps": counts["1 fps"]}
    assert clips["1 fps"]["seconds"] == 13
    assert clips["240 fps"]["seconds"] == pytest.approx(224 / 240, abs=0.002)


def test_broken_videos_are_refused(run, tmp_path):
    clips, result = counted(run, broken(tmp_path))
    assert result.returncode == 1
    still_read = {"flipped", "doubled", "another ending"}
    assert {what for what, clip in clips.items() if clip["error"] is None} == still_read
    assert len(result.stderr.splitlines()) == len(clips) - len(still_read)
    assert clips["doubled"]["count"] == clips["another ending"]["count"] == 5


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell")
def test_pictures_of_8k_fit_into_memory(tmp_path):
    """Two gigabytes: a picture takes a tenth of one, and some are on their way at a time."""
    clip = write(tmp_path / "8k.mp4", pictures(8), (7680, 4320))
    # A process begins with the size of the one that began it, so that one has to be small.
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", script, sys.executable, "-m", "fitcoach", "count", clip]
    result = subprocess.run([*command, "-e", "squat"], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(result.stdout.splitlines()[-1]) * unit < 2e9


def test_a_small_file_that_holds_a_huge_picture(run, tmp_path):
    """12 000 x 12 000 grey pixels, of which the file takes 140 kB."""
    side = 12_000
    parts = {
        b"IHDR": side.to_bytes(4, "big") * 2 + b"\x08\0\0\0\0",
        b"IDAT": zlib.compress(bytes((side + 1) * side), 1),
        b"IEND": b"",
    }
    picture = b"\x89PNG\r\n\x1a\n"
    for name, part in parts.items():
        check = zlib.crc32(name + part).to_bytes(4, "big")
        picture += len(part).to_bytes(4, "big") + name + part + check
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots" / "1.png").write_bytes(picture)
    result = run("count", tmp_path / "shots", "-e", "squat")
    assert result.returncode == 1
    assert "1.png: this picture is damaged or has more than 67 million pixels" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_playlist_is_no_video(run, tmp_path):
    """FFmpeg would try for ever to get what it names."""
    content = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n"
    (tmp_path / "list.mp4").write_text(content)
    result = run("count", tmp_path / "list.mp4", "-e", "squat", timeout=100)
    assert result.returncode == 1
    assert "list.mp4: this is a playlist" in result.stderr
