"""A real website on this machine, for the checks that fetch one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def website(pages: dict[str, str | tuple[int, str]]) -> Iterator[str]:
    """Serves these pages by path: a text, or a status with what it leads to. Answers the website's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = pages.get(self.path, (404, ""))
            status, text = found if isinstance(found, tuple) else (200, found)
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", text)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            """Say nothing: the tests look at what is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
