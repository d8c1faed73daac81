"""A practice with a history worth showing, and its pack in a folder."""

import datetime as dt
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from tests.factories import (
    TUESDAY,
    complete,
    give_leave,
    make_member,
    make_module,
    make_module_version,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    make_scenario,
    make_scenario_version,
    moment,
    play,
)
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.sealed import last_seal
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.actions import sign
from trainingsite.policies.models import Attestation, PolicyVersion

ON, FROM = dt.date(2026, 3, 31), dt.date(2025, 4, 1)
AT = moment(2026, 4, 1)
LATER = moment(2026, 4, 1, 9, 5)


@dataclass(frozen=True)
class Scene:
    """Ann and Tom signed and learned, Bea is on leave, Cat has done nothing yet."""

    practice: Practice
    policy: PolicyVersion
    ann: Person
    tom: Person
    bea: Person
    cat: Person

    def pack(self, *, at: dt.datetime = AT, by: str = "Ruth Okafor") -> bytes:
        out = io.BytesIO()
        write_pack(Asked(self.practice, ON, FROM), out, by=by, at=at)
        return out.getvalue()


def a_practice_with_a_history(name: str = "Millbrook Lane Surgery") -> Scene:
    practice = make_practice(name)
    programme = make_programme(f"Induction at {name}", practice)
    module = make_module(f"Boundaries at {name}", lessons=1, questions=1)
    scenario = make_scenario(f"A friend request at {name}")
    module_version, scenario_version = make_module_version(module), make_scenario_version(scenario)
    page = make_policy(practice)
    policy = make_policy_version(page)
    for field, target in (("module", module), ("scenario", scenario), ("policy", page)):
        make_requirement(programme, **{field: target})
    ann, tom, bea, cat = (
        make_member(person, practice=practice) for person in ("Ann Lee", "Tom Ellis", "Bea Óg", "Cat Roe")
    )
    give_leave(bea, dt.date(2026, 2, 1))
    with replaying(TUESDAY):
        complete(ann.person, module_version)
        play(ann.person, scenario_version, "right")
        play(tom.person, scenario_version, "wrong")
        for member in (ann, tom):
            sign_as(member, policy)
        if not last_seal():
            seal(at=moment(2026, 3, 4))
    return Scene(practice, policy, ann.person, tom.person, bea.person, cat.person)


def sign_as(member: Membership, version: PolicyVersion, at: dt.datetime = TUESDAY) -> Attestation:
    with replaying(at):
        return sign(person=member.person, version=version, typed_name=member.person.name, method="password", at=at)


def unpacked(pack: bytes, folder: Path) -> Path:
    with ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder


@cache
def oldest_python() -> str:
    """The oldest Python from 3.8 on that is at hand."""
    for minor in range(8, sys.version_info.minor):
        for path in where_pythons_are(f"python3.{minor}"):
            answer = subprocess.run([path, "-I", "-c", "import sys; print(sys.version_info[1])"], capture_output=True)
            if answer.stdout.strip() == str(minor).encode():
                return path
    return sys.executable


def where_pythons_are(name: str) -> list[str]:
    """On the path, and where pyenv keeps those that it does not put there."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(name), *sorted(str(path) for path in kept.glob(f"*/bin/{name}"))]
    return [path for path in found if path]


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the check that lies in the folder, as somebody would who has only the pack."""
    return subprocess.run(
        [oldest_python(), "-I", "verify.py", *arguments], cwd=folder, capture_output=True, text=True, timeout=60
    )
