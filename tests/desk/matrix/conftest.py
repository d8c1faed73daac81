import pytest

from tests.desk.matrix.surgery import LONG_AGO
from tests.factories import (
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
)


@pytest.fixture
def practice():
    """A practice whose induction is one module, with a receptionist who has not done it."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    page = make_module("Boundaries")
    make_requirement(make_programme("Induction", practice), module=page)
    make_module_version(page, at=LONG_AGO)
    make_member("Tom Ellis", "Receptionist", practice=practice)
    return practice
