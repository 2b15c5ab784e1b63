"""OpenCV, told to keep quiet: what goes wrong is said once, by fitcoach."""

import os

import cv2 as cv2  # noqa: PLC0414 - handed on under its name

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET; read at the first clip
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
