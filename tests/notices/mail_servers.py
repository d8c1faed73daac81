"""A real mail server on this machine, which keeps what it is sent and lets it be read back."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer


@dataclass
class MailServer:
    """Where it listens, and the messages it took."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    refuses: bytes = b"nobody@"
    takes_seconds: float = 0

    def take(self, settings) -> None:
        """Let the site send its messages here."""
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_URL = f"smtp://127.0.0.1:{self.port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Listens on a free port for as long as the test lasts."""
    mail = MailServer()

    class Handler(StreamRequestHandler):
        def handle(self):
            self.say("220 here")
            while line := self.rfile.readline():
                word = line.split(b" ")[0].strip().upper()
                if word == b"RCPT" and mail.refuses in line:
                    self.say("550 No such mailbox here")
                    continue
                if word == b"DATA":
                    self.say("354 go on")
                    time.sleep(mail.takes_seconds)
                    mail.messages.append(message_from_bytes(self.text(), policy=default))
                self.say("221 bye" if word == b"QUIT" else "250 yes")
                if word == b"QUIT":
                    return

        def text(self):
            lines = iter(self.rfile.readline, b".\r\n")
            return b"".join(line.removeprefix(b".") for line in lines)

        def say(self, answer):
            self.wfile.write(f"{answer}\r\n".encode())

    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    mail.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield mail
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
