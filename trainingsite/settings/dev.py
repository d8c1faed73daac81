"""A laptop: one process, one SQLite file, no TLS, everything on this machine."""

from pathlib import Path

from trainingsite.settings.base import *  # noqa: F403
from trainingsite.settings.base import BASE_DIR, environment

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = ["http://localhost", "http://127.0.0.1"]
DEMO_FOLDER = Path(environment.text("DEMO_FOLDER", str(BASE_DIR / ".demo")))


def local_secret(path: Path) -> str:
    """This installation's own secret, made once and readable by its owner only."""
    import secrets  # noqa: PLC0415 -- only the laptop makes its own secret

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = environment.text("SECRET_KEY") or local_secret(DEMO_FOLDER / "secret.key")
