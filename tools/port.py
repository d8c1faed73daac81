"""Whether a port is free on this machine; says in a sentence what to do when it is not.

Usage: python3 tools/port.py PORT
"""

import socket
import sys


def trouble_with(text: str) -> str:
    """Why nothing can be served on the port, or nothing."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"PORT must be a number from 1 to 65535, not '{text}'."
    with socket.socket() as probe:
        # As servers do: a connection that was closed a minute ago does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"This user may not serve on port {text}: choose one above 1023, for example 'make demo PORT=8080'."
        except OSError:
            return f"Port {text} is in use: stop what uses it, or choose another, for example 'make demo PORT=8080'."
    return ""


if __name__ == "__main__":
    sys.exit(trouble_with(sys.argv[1]) or 0)
