"""The web server that the site runs behind, the same on a laptop, in production and in the benchmarks (ADR 0006)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

# The package's own files name source maps that it does not ship, and fonts on another host; ours replace them.
NOT_SERVED = ["nhsuk-frontend-*.min.*"]
WORKERS = 2
THREADS = 4


def command(port: int, *, workers: int = WORKERS) -> list[str]:
    """Starts the server on this machine's own address; TLS and the outside world are a proxy's business."""
    granian = Path(sys.executable).with_name("granian")
    return [
        str(granian),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "10s"),
        *("--log-level", "warning", "trainingsite.wsgi:application"),
    ]


def stop(process: subprocess.Popen) -> None:
    """End a server or a worker that was started in a session of its own, whatever its own children are busy with."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
