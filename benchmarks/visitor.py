"""Somebody with a browser, as far as the benchmarks need one: cookies, forms, redirects."""

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

FORM = "application/x-www-form-urlencoded"
HIDDEN_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """The site answered something else than a visitor came for."""


class Visitor:
    """Keeps the cookies of one session."""

    def __init__(self, host: str, port: int, cookies: dict[str, str] | None = None):
        self.host, self.port = host, port
        self.cookies = cookies or {}
        self.path, self.page = "/", ""
        self.connection = HTTPConnection(host, port, timeout=30)

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Accept-Encoding": "identity"}

    def get(self, path: str) -> str:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str | list[str]) -> str:
        """Send the form of the page that is open, with its token."""
        return self.ask("POST", path, self.filled_in(fields))

    def filled_in(self, fields: dict[str, str | list[str]]) -> str:
        token = HIDDEN_TOKEN.search(self.page)
        if not token:
            raise Unexpected(f"There is no form on {self.path}")
        return urlencode({"csrfmiddlewaretoken": token[1], **fields}, doseq=True)

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        """The page at the end of the redirects."""
        for _ in range(5):
            status, headers, page = self.once(method, path, body)
            if status not in (301, 302, 303):
                break
            method, path, body = "GET", urljoin(path, headers["Location"]), None
        if status != 200:
            raise Unexpected(f"{method} {path} answered {status}: {page[:300]}")
        self.path, self.page = path, page
        return page

    def once(self, method: str, path: str, body: str | None):
        sent = {**self.headers, **({"Content-Type": FORM} if body else {})}
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: cookie.value for name, cookie in SimpleCookie(line).items()})
        page = response.read().decode()
        return response.status, response.headers, page

    def request_for(self, path: str) -> str:
        """The bytes of a request for a page, for the driver to send again and again."""
        return self.bytes_of("GET", path, self.headers)

    def request_to_send(self, path: str, **fields: str | list[str]) -> str:
        """The bytes that send the form of the page that is open, for the driver to send when it is measured."""
        body = self.filled_in(fields)
        return self.bytes_of("POST", path, {**self.headers, "Content-Type": FORM, "Content-Length": len(body)}) + body

    def bytes_of(self, method: str, path: str, headers: dict) -> str:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Connection: keep-alive"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]) + "\r\n\r\n"
