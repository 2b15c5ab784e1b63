"""What a browser gets Rerun's web viewer from: Rerun's own server, with an order to stay here.

By itself the page asks several hosts for fonts, news and examples, and tells one of them that it
was opened. A content security policy has the browser refuse all that is not on this machine.
"""

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

HERE: Final = "127.0.0.1"

_PASSED_ON: Final = ("Content-Type", "Content-Encoding", "ETag", "Cache-Control")
_PIECE: Final = 1 << 20


class Front:
    """Serves the page on this machine, in threads of its own.

    Attributes:
        address: Of the page.
    """

    def __init__(self, port: int, behind: int, data: int) -> None:
        """Starts.

        Args:
            port: Of the page.
            behind: Of Rerun's own server of it.
            data: Of the server of the recording, the only other one that the page may ask.
        """
        self.address = f"http://{HERE}:{port}"
        handler = type("Handler", (_Handler,), {"behind": behind, "policy": policy(data)})
        self._server = ThreadingHTTPServer((HERE, port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="rerun page", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def policy(data: int) -> str:
    """The content security policy of the page: nothing but this machine.

    Args:
        data: Port of the server of the recording.
    """
    return (
        "default-src 'self' data: blob:; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; "
        f"connect-src 'self' data: blob: http://{HERE}:{data}"
    )


class _Handler(BaseHTTPRequestHandler):
    behind: int
    policy: str

    def do_GET(self) -> None:
        """Passes a file on."""
        source = HTTPConnection(HERE, self.behind, timeout=30)
        try:
            source.request("GET", self.path, headers={"Accept-Encoding": "gzip"})
            answer = source.getresponse()
            self.send_response(answer.status)
            for name in _PASSED_ON:
                if (value := answer.getheader(name)) is not None:
                    self.send_header(name, value)
            self.send_header("Content-Security-Policy", self.policy)
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            while piece := answer.read(_PIECE):
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True  # the browser left, or the viewer has ended
        finally:
            source.close()

    def log_message(self, *_: object) -> None:
        """Says nothing: the terminal belongs to the dashboard."""
