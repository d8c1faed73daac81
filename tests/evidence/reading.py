"""Reading what is in a pack."""

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

from tests.evidence.scenes import unpacked, verify
from trainingsite.evidence import verify as checker


def files_of(pack: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes], name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def manifest(files: dict[str, bytes]) -> dict:
    return json.loads(files[checker.MANIFEST])


def events(files: dict[str, bytes]) -> list[dict]:
    return [json.loads(line) for line in files[checker.EVENTS].splitlines()]


def verbs_told(files: dict[str, bytes]) -> list[str]:
    return [json.loads(event["body"])["verb"] for event in events(files) if "body" in event]


def is_whole(pack: bytes, folder: Path) -> bool:
    run = verify(unpacked(pack, folder))
    return run.returncode == 0
