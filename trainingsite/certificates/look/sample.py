"""A certificate that certifies nothing, to see how the real ones will look."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from trainingsite.certificates.pdf import CertificateFacts, Look, draw_certificate
from trainingsite.people.models import Practice

SERIAL = "0000-0000-0000-0000-S"  # its check character is wrong, so no certificate ever has it


def draw_sample(practice: Practice, look: Look, day: dt.date) -> bytes:
    """The sample as a PDF; it says in its largest letters what it is."""
    return draw_certificate(sample_facts(practice, day), look)


def sample_facts(practice: Practice, day: dt.date) -> CertificateFacts:
    return CertificateFacts(
        serial=SERIAL,
        name="Sample: not a certificate",
        title="The name of the training",
        version="1.0",
        practice=practice.name,
        outcomes=("What somebody learned is listed here", "Each point on a line of its own"),
        hours_text="About 30 minutes of learning",
        issued_on=day,
        valid_until=None,
        verify_url=settings.SITE_URL + reverse("certificates:ask"),
        statement="has completed and passed",
    )
