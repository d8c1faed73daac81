"""Every column of every table that can name a person is in their data, or says in one sentence why it is not."""

import ast

import pytest
from django.apps import apps
from django.db.models import PROTECT, CharField, ForeignKey, Model, OneToOneField
from wagtail.models import Page

from tests.house_rules.sources import SHIPPED, sources
from tests.test_architecture import PROJECT
from trainingsite.desk.your_data.held import Held
from trainingsite.desk.your_data.left_out import COLUMNS
from trainingsite.desk.your_data.looks import PAGES
from trainingsite.desk.your_data.sections import SECTIONS
from trainingsite.people.facts import DatedFact
from trainingsite.people.models import Person

# Columns that hold a person's key, or their sign-in name, as text.
OPAQUE = {"actor", "subject", "proposed_by", "approved_by", "username"}
NO_KEYS = {"notices.Notice.subject"}  # the subject line of a message
READ_BY_KEY = {"audit.AuditEvent.actor", "audit.AuditEvent.subject", "audit.AccessEntry.actor"}
SEEN_AS_LOOKS = {"audit.AccessEntry.subject"}
REGISTERED = [held for section in SECTIONS for held in section.tables]


def names_a_person(field) -> bool:
    if isinstance(field, ForeignKey | OneToOneField):
        return field.related_model is Person
    return isinstance(field, CharField) and field.name in OPAQUE and field.model is not Person


def columns_that_name_a_person(models) -> set[str]:
    return {
        f"{'wagtailcore.Page' if field.model is Page else field.model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if names_a_person(field)
    }


def listed() -> set[str]:
    exported = {f"{held.table}.{held.by}" for held in REGISTERED}
    return exported | READ_BY_KEY | SEEN_AS_LOOKS | set(COLUMNS)


def forgotten(models) -> list[str]:
    return sorted(columns_that_name_a_person(models) - listed() - NO_KEYS)


def test_every_column_that_names_a_person_is_exported_or_left_out_with_a_reason():
    assert forgotten(apps.get_models(include_auto_created=True)) == []


def test_a_new_table_about_people_would_be_missed():
    class Nickname(Model):
        person = ForeignKey(Person, on_delete=PROTECT)

        class Meta:
            app_label = "nicknames"
            managed = False

    assert forgotten([Nickname]) == ["nicknames.Nickname.person"]


def test_what_is_left_out_is_still_there():
    there = columns_that_name_a_person(apps.get_models(include_auto_created=True))

    assert sorted(set(COLUMNS) - there) == []


@pytest.mark.parametrize("reason", sorted(set(COLUMNS.values())))
def test_a_reason_is_one_sentence(reason):
    assert (reason[0].isupper(), reason.endswith("."), reason.count(". ")) == (True, True, 0)


def test_nothing_is_both_exported_and_left_out():
    assert {f"{held.table}.{held.by}" for held in REGISTERED} & set(COLUMNS) == set()


@pytest.mark.parametrize("held", REGISTERED, ids=lambda held: f"{held.table} {held.by}")
def test_what_is_shown_exists(held):
    for path in held.shows.values():
        assert has(held.model, path), path


def has(model, path: str) -> bool:
    name, _, rest = path.partition(".")
    if rest:
        return has(model._meta.get_field(name).related_model, rest)
    return hasattr(model, name)


def test_everything_with_words_says_so():
    """A table that keeps words about its rows hands them over."""
    silent = [held.table for held in REGISTERED if keeps_words(held.model) and not (held.has_words or held.reader)]

    assert sorted(set(silent) - WITHOUT_WORDS) == []


# Records of which no row has words: the column comes with every record.
WITHOUT_WORDS = {
    "modules.CheckUp", "modules.Completion", "modules.ModuleVersion", "policies.AccountStep",
    "policies.CommentWithdrawn", "policies.Consultation", "policies.ConsultationClosed", "policies.LinkCheck",
    "policies.PolicyArchived", "policies.PolicyReview", "policies.PolicyVersion", "policies.SignatureConfirmed",
    "policies.VersionHold", "policies.VersionReclassified", "scenarios.AnswerRetention", "scenarios.ScenarioVersion",
    "compliance.InspectionNotice", "people.NamesAgreed", "people.SameAsked", "people.SameEnded", "people.SamePerson",
    "evidence.DisposalDecided", "evidence.DisposalProposed", "evidence.ErasureAsked", "evidence.HoldLifted",
    "evidence.RetentionPeriod", "evidence.Framework", "evidence.Statement", "evidence.Mapping",
    # Of these the words are the subject's, not those of whoever acted.
    "compliance.PriorLearning", "compliance.ElsewhereEntry", "people.FormerName", "policies.Attestation",
    "policies.SigningSheet", "compliance.Plan", "certificates.CertificateLook",
}  # fmt: skip


def keeps_words(model) -> bool:
    return "words_key" in {field.name for field in model._meta.concrete_fields}


def test_every_dated_fact_says_who_recorded_it_by_an_event():
    """``recorded_by`` is no list of its own: the act is an event, and events are in the list of who acted."""
    facts = [model for model in apps.get_models() if issubclass(model, DatedFact)]

    assert "audit.AuditEvent" in {held.table for held in REGISTERED}
    assert all(model._meta.get_field("recorded_by").max_length == 40 for model in facts)


def verbs_noted() -> set[str]:
    """The verbs under which the site's code notes that somebody looked."""
    found = set()
    for source in sources(PROJECT, ".py"):
        if source.path.parts[0] in SHIPPED:
            found |= {verb for call in ast.walk(source.tree) if (verb := verb_in(call))}
    return found


def verb_in(call) -> str | None:
    if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in {"note_access", "note_look_of_the_day"}:
        return None
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    return getattr(given.get("verb"), "value", None)


def test_every_kind_of_look_is_told_in_words():
    assert sorted(verbs_noted() - set(PAGES)) == []


def test_held_is_what_the_registry_is_made_of():
    assert all(isinstance(held, Held) for held in REGISTERED)
