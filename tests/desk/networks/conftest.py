"""Two practices of one network: one module is asked of everybody at both."""

import pytest

from modules.models import ModulePage
from tests.factories import make_member, make_module, make_module_version, make_network, make_practice, make_programme
from tests.factories import make_requirement as ask


@pytest.fixture
def millbrook(db):
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def saltmere(db):
    return make_practice("Saltmere Road Practice", ods_code="X99998")


@pytest.fixture
def asked(millbrook, saltmere):
    """The programme that both follow; nobody has done it, and it is overdue."""
    induction = make_programme("Induction", millbrook, saltmere)
    ask(induction, module=make_module("Boundaries"))
    make_module_version(ModulePage.objects.get())
    return induction


@pytest.fixture
def tom(millbrook, asked):
    return make_member("Tom Ellis", practice=millbrook).person


@pytest.fixture
def network(millbrook, saltmere, tom):
    return make_network("Marrowby Network", millbrook, saltmere)
