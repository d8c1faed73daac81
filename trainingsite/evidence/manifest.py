"""The manifest: every file of a pack by its hash, what was asked and by whom, signed with the installation's key."""

import datetime as dt
import platform
import tomllib
from dataclasses import asdict
from functools import cache
from importlib.metadata import version

from django.conf import settings

from trainingsite.audit.actions import plain
from trainingsite.audit.chain import canonical
from trainingsite.audit.seals import signing_key
from trainingsite.evidence.contents import Contents
from trainingsite.evidence.verify import FORMAT


def manifest(contents: Contents, *, by: str, at: dt.datetime) -> bytes:
    """The manifest's canonical bytes, its own signature among them."""
    key, asked, chain, files = signing_key(), contents.asked, contents.chain, contents.files
    practice = asked.practice
    content = {
        "format": FORMAT,
        "practice": {"name": practice.name, "ods": practice.ods_code},
        "asked": {
            "by": by,
            "from": asked.from_on.isoformat(),
            "on": asked.on.isoformat(),
            "parts": asked.included,
            "purpose": asked.purpose.key,
        },
        "chain": {"key": practice.chain, "events": chain.events, "head": chain.head},
        "files": files,
        "not_included": [asdict(failure) for failure in contents.failures],
        "sizes": {"bytes": sum(file["size"] for file in files.values()), "files": len(files)},
        "software": software(),
        "created_at": plain(at),
        "public_key": key.public_hex,
        "key_id": key.key_id,
    }
    return canonical({**content, "signature": key.sign(canonical(content))})


@cache
def software() -> dict[str, str]:
    """What made the pack, so that it can be made again."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    ours = {project["name"]: project["version"], "python": platform.python_version()}
    return ours | {name: version(name) for name in ("django", "reportlab", "wagtail", "xlsxwriter")}
