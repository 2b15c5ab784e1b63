"""OpenCV, told to keep quiet: what goes wrong is said once, by fitcoach."""

import os

from fitcoach.errors import FitcoachError

LARGEST = 1 << 26
"""Pixels of a picture, twice those of 8K: what claims to be larger is a mistake or a trap."""

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(LARGEST))  # read when it is loaded

try:
    import cv2 as cv2  # noqa: PLC0414 - handed on under its name
except ImportError as error:  # the wheel needs libGL of the system, which servers often lack
    raise FitcoachError(
        f"OpenCV cannot be loaded ({error}); on Debian and Ubuntu: apt-get install libgl1."
    ) from None

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET; read at the first clip
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
