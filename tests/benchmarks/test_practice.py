"""The practice of the evidence benchmarks is a record like any other: whole, and its packs can be checked."""

import datetime as dt
import io
import subprocess
import sys
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.utils import timezone

from benchmarks.practice.beginnings import DAYS_IN_A_YEAR, POLICIES
from benchmarks.practice.filling import fill
from benchmarks.practice.sealing import seal_every_night
from trainingsite.audit.models import Chain, Seal
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.matrix import training_matrix
from trainingsite.desk.starter import load_starter_content
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.people.models import Membership
from trainingsite.policies.models import PolicyVersion

pytestmark = pytest.mark.django_db

YEARS = 2


@pytest.fixture
def practice():
    list(load_starter_content(at=timezone.now()))
    practice, today = fill("M40030", people=8, lasting=YEARS), timezone.localdate()
    since = today - dt.timedelta(days=DAYS_IN_A_YEAR * YEARS)
    seal_every_night(Chain.objects.filter(key=practice.chain), since, today)
    return practice


def test_it_has_had_leavers_versions_certificates_and_a_seal_every_night(practice):
    stays = Membership.objects.known().at(practice)

    assert (stays.filter(ended_on=None).count(), stays.exclude(ended_on=None).exists()) == (8, True)
    assert PolicyVersion.objects.at(practice).count() == YEARS * len(POLICIES)
    assert Certificate.objects.at(practice).exists()
    assert Seal.objects.count() == DAYS_IN_A_YEAR * YEARS - 1
    assert len(training_matrix(practice, timezone.localdate()).demands) == 15


def test_the_record_is_whole(practice):
    said = io.StringIO()

    call_command("verify_evidence", stdout=said)

    assert said.getvalue().splitlines()[-1] == "The record is whole."


def test_its_pack_can_be_checked(practice, tmp_path):
    today, out = timezone.localdate(), io.BytesIO()
    asked = Asked(practice, today, today - dt.timedelta(days=DAYS_IN_A_YEAR * YEARS))

    write_pack(asked, out, by="Measured", at=timezone.now())
    ZipFile(out).extractall(tmp_path)

    checked = subprocess.run([sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
