"""Answers a browser on this computer, and nobody else.

It listens on the loopback only. A page of another site could still send a
browser here, or name this address by a host name of its own: so the host that
is asked for must be this one, and other sites get nothing.
"""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import unquote, urlsplit

from playbook.errors import Refused
from playbook.messages import _
from playbook.serve import pages
from playbook.serve.preview import Preview, Shown
from playbook.serve.watching import state

HOST: Final = "127.0.0.1"
_NAMES: Final = ("127.0.0.1", "localhost")
_LOOK_EVERY: Final = 0.15
"""Seconds between two looks at the files."""
_STILL_HERE: Final = 15.0
"""Seconds after which a waiting browser hears that we are still here."""
_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "otf": "font/otf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "woff2": "font/woff2",
}


class Server(ThreadingHTTPServer):
    """Serves the state of a preview, and makes it anew when its files change."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, preview: Preview, port: int = 0) -> None:
        """Listen on the loopback; port 0 is any that is free.

        Raises:
            Refused: somebody else listens on the port.

        """
        try:
            super().__init__((HOST, port), _Answer)
        except OSError as error:
            message = _("Port {port} cannot be used: {words}. Choose another with --port.")
            raise Refused(message.format(port=port, words=error.strerror or error)) from error
        self._preview = preview
        self._assets = pages.live_assets()
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self.version = 0
        self.shown: Shown = preview.make()

    @property
    def address(self) -> str:
        """Where a browser finds the preview."""
        return f"http://{HOST}:{self.server_port}/"

    def watch(self) -> None:
        """Look at the files until the server is stopped; make the pages anew when one has changed."""
        seen = state(self.shown.looked_at)
        while not self._stopped.wait(_LOOK_EVERY):
            now = state(self.shown.looked_at)
            if now != seen:
                self.shown = self._preview.make()
                later = state(self.shown.looked_at)
                seen = {path: now.get(path, stands) for path, stands in later.items()}
                with self._changed:
                    self.version += 1
                    self._changed.notify_all()

    def end(self) -> None:
        """Stop watching, let waiting browsers go, and give the port back."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
        self.server_close()

    def news(self, version: int) -> int | None:
        """The version after one, as soon as there is one; the same after a while; None at the end."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.version != version or self._stopped.is_set(), _STILL_HERE
            )
            return None if self._stopped.is_set() else self.version

    def content(self, path: str) -> tuple[str, bytes] | None:
        """The type and the bytes of what is at a path; None if nothing is."""
        shown = self.shown
        name = path.lstrip("/")
        if name == f"{pages.LIVE}notes.json":
            return _TYPES["json"], shown.notes.encode()
        if not name or name.endswith("/"):
            name += "index.html"
        found = self._assets.get(name) or shown.pages.get(name)
        if found is None and not shown.pages and name.endswith(".html"):
            found = pages.waiting(shown.problem)
        elif isinstance(found, str) and name.endswith(".html"):
            found = pages.live(found)
        if found is None:
            return None
        kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return kind, found.encode() if isinstance(found, str) else found


class _Answer(BaseHTTPRequestHandler):
    server: Server
    server_version = "playbook"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._is_from_here():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"")
            return
        path = unquote(urlsplit(self.path).path)
        if path == f"/{pages.LIVE}news":
            self._tell_news()
            return
        found = self.server.content(path)
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
        else:
            self._send(HTTPStatus.OK, *found)

    do_HEAD = do_GET  # noqa: N815 - the names that http.server looks for

    def _is_from_here(self) -> bool:
        """Whether the request is one of our own pages', or of the person at this computer."""
        own = {f"{name}:{self.server.server_port}" for name in _NAMES}
        if self.headers.get("Host", "").lower() not in own:
            return False
        origin = self.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc.lower() not in own:
            return False
        return self.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self._send_head(kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_head(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")

    def _tell_news(self) -> None:
        """Tell the browser each version of the pages, as server-sent events, until it goes away."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self._send_head("text/event-stream")
        self.end_headers()
        version: int | None = self.server.version
        try:
            while version is not None:
                self.wfile.write(f"data: {version}\n\n".encode())
                self.wfile.flush()
                version = self.server.news(version)
        except (BrokenPipeError, ConnectionError):
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for people."""
