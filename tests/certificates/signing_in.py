"""People signed in as a desk asks for it: with a second factor."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import give_duty, make_member
from trainingsite.people.models import Duty


def sign_in(client, person):
    """As somebody who gave a second factor."""
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()
    return person


def sign_in_manager(client, practice, name="Ruth Amin"):
    """The practice's manager."""
    manager = make_member(name, "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return sign_in(client, manager)
