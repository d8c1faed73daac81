"""What is known of a practice, rolled out into a timeline for each person and requirement."""

from trainingsite.compliance.dates import Span
from trainingsite.compliance.facts import Member, PracticeFacts
from trainingsite.compliance.rules import timeline
from trainingsite.compliance.timelines import numbers, values_of


def worked_out(facts: PracticeFacts, period: Span) -> dict:
    """Every timeline in the plain values that are kept.

    ``asked``: of each requirement the days on which it is asked, and its wordings with the day each began; ``lives``:
    by person their jobs, and the segments of each requirement in the same order. Days are numbers: see ``numbers``.
    """
    return {
        "asked": [
            {
                "days": [numbers(terms.span) for terms in demand.terms],
                "wordings": [[day.toordinal(), wording.pk] for day, wording in demand.begun],
            }
            for demand in facts.demands
        ],
        "lives": {str(member.person.pk): _life(member, facts, period) for member in facts.members},
    }


def _life(member: Member, facts: PracticeFacts, period: Span) -> dict:
    stays = [
        [*numbers(Span(stay.started_on, stay.ended_on)), stay.job_role_id, stay.manager_id] for stay in member.stays
    ]
    cells = (timeline(facts.about(member, demand), period.first, period.last) for demand in facts.demands)
    return {"stays": stays, "cells": [[values_of(segment) for segment in segments] for segments in cells]}
