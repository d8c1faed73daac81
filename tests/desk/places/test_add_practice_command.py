"""Adding a practice on the command line, so that somebody can start without a browser."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_person
from trainingsite.people.models import Person, Practice
from trainingsite.people.sign_in_codes import SignInCodeBackend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]
ABBEY = ("--name", "Abbey Surgery", "--ods", "a11111", "--go-live", "2026-03-02")
RUTH = ("--manager-first-name", "Ruth", "--manager-last-name", "Adeyemi")


def run(*options) -> str:
    run.out = io.StringIO()
    call_command("add_practice", *options, stdout=run.out)
    return run.out.getvalue()


def test_it_adds_a_practice_and_its_manager_and_says_how_to_get_in():
    make_person("Ada Stone", username="ada", is_superuser=True)

    said = json.loads(run(*ABBEY, *RUTH, "--by", "ada", "--json"))

    code = said.pop("code")
    assert said == {"created": 1, "ods": "A11111", "manager": "ruth.adeyemi", "errors": []}
    assert SignInCodeBackend().authenticate(None, "ruth.adeyemi", code).name == "Ruth Adeyemi"


def test_nobody_is_named_on_the_record_without_a_name():
    assert run(*ABBEY, *RUTH).splitlines() == [
        "Abbey Surgery (A11111) is added.",
        "Ruth Adeyemi manages it. Sign-in name: ruth.adeyemi",
        "Make them a code on the practice's page, or run this with --by next time.",
    ]


def test_a_practice_can_be_added_before_anybody_manages_it():
    assert run(*ABBEY).splitlines()[1] == ("Nobody manages it yet: add a manager on the page “Practices and networks”.")


def test_an_error_is_in_the_json_and_ends_the_command():
    run(*ABBEY)

    with pytest.raises(CommandError, match="^Nothing was changed.$"):
        run(*ABBEY, *RUTH, "--json")

    assert json.loads(run.out.getvalue()) == {
        "created": 0, "ods": "", "manager": "", "code": "",
        "errors": [{"column": "ods_code", "message": "Abbey Surgery has this ODS code. Check the code"}],
    }  # fmt: skip
    assert (Practice.objects.count(), Person.objects.exists()) == (1, False)


def test_errors_are_told_by_the_option_they_are_about():
    with pytest.raises(CommandError) as refused:
        run("--name", "Abbey", "--ods", "places", "--manager-first-name", "Ruth")

    assert str(refused.value).splitlines() == [
        "--ods: Type the practice's ODS code: letters and figures without spaces, such as A81001.",
        "--manager-first-name: Give the first and the last name of whoever is to manage the practice.",
        "Nothing was changed.",
    ]


@pytest.mark.parametrize(("name", "why"), [("nobody", "Nobody signs in as nobody"), ("tom", "tom is no administrator")])
def test_only_an_administrator_adds_a_practice(name, why):
    make_person("Tom Ellis", username="tom")

    with pytest.raises(CommandError, match=why):
        run(*ABBEY, "--by", name)

    assert not Practice.objects.exists()
