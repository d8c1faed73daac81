"""Managers who open the desk in tests, with their second factor."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import give_duty, make_member
from trainingsite.people.models import Duty


def sign_in(client, person):
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()


def sign_in_manager(client, practice, *duties, name="Ruth Amin"):
    """Somebody of the practice with these duties, signed in with a second factor."""
    manager = make_member(name, "Practice manager", practice=practice).person
    give_duty(manager, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    sign_in(client, manager)
    return manager
