"""A network camera: Motion JPEG over HTTP, which can be plugged out."""

import http.server
import threading
from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np


class Camera:
    """A network camera that can be plugged in and out, and can fall silent."""

    def __init__(self, pictures: Sequence[np.ndarray], rate: float = 50) -> None:
        self._interval = 1 / rate
        self._jpegs = [cv2.imencode(".jpg", p[..., ::-1])[1].tobytes() for p in pictures]
        self._server: http.server.ThreadingHTTPServer | None = None
        self._out = threading.Event()
        self._port = 0
        self.silent = False
        self.plug_in()
        self.url = f"http://127.0.0.1:{self._port}/"

    def plug_in(self) -> None:
        self._out.clear()
        handler = type("Handler", (_MotionJpeg,), {"parts": staticmethod(self._parts)})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self._port), handler)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,)).start()

    def plug_out(self) -> None:
        if self._server is not None:
            self._out.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _parts(self) -> Iterator[bytes]:
        while not self._out.is_set():
            for jpeg in self._jpegs:
                yield jpeg
                while self._out.wait(self._interval) is False and self.silent:
                    pass


class _MotionJpeg(http.server.BaseHTTPRequestHandler):
    parts: Callable[[], Iterator[bytes]]

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=next")
        self.end_headers()
        try:
            for jpeg in self.parts():
                self.wfile.write(b"--next\r\nContent-Type: image/jpeg\r\n")
                self.wfile.write(f"Content-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n")
        except OSError:
            pass  # the viewer left

    def log_message(self, *_: object) -> None:
        pass
