"""Certificates: drawn in one process, each for another name; and handed out from the store to those who hold them."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import product

from django.urls import reverse

from benchmarks.people import signed_in, staff
from benchmarks.site import Site, Wrong
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.pdf import CertificateFacts, draw_certificate
from trainingsite.certificates.serials import new_serial

RUNS, IN_EACH = 5, 200
HOLDERS = 8
FORENAMES = (
    "Ann", "Thomas", "Zoë", "Ruth", "Łukasz", "Priya", "Nguyễn Thị", "Wilhelmina", "Siân", "Adaeze", "Людмила",
    "Ελευθερία", "محمد", "अनिल", "伟", "Oluwaseun", "Màiri", "Jürgen", "Chloé", "Ioana",
)  # fmt: skip
SURNAMES = (
    "Lee", "Ellis", "O’Brien", "Amin", "Źdźbło", "Sharma", "Featherstonehaugh", "Okafor", "Bērziņa", "Hughes", "Hương",
    "MacDonald", "Fernández", "Popescu", "Adeyemi", "Smith-Jones", "Kowalczyk", "Patel", "Williams", "Ó Súilleabháin",
    "Begum", "Chowdhury", "Yılmaz", "Nováková", "Haugen", "Müller", "Rossi", "Grant", "Walker", "Barnes", "Osei",
    "Mensah", "Wang", "Tanaka", "Kim", "Garcia", "Silva", "Ivanova", "Horvat", "Jansen", "Dubois", "Marsh", "Whitfield",
    "Cole", "Ashworth", "Pryce", "Quigley", "Reid", "Stone", "Underwood", "Vaughan",
)  # fmt: skip
OUTCOMES = (
    "Tell a personal account from a professional one",
    "Answer a friend request from a patient kindly",
    "Say who to ask before anything is posted in the name of the practice",
)


def measure(site: Site) -> None:
    measure_drawing(site)
    measure_serving(site)


def measure_drawing(site: Site) -> None:
    """How many a second, the first few uncounted: fonts are opened once in a process."""
    everybody = facts_of_everybody()
    draw(everybody, 20)
    site.row("certificate_draw_per_s", "certificates/s", [draw(everybody, IN_EACH) for _run in range(RUNS)])


def draw(everybody: Iterator[CertificateFacts], count: int) -> float:
    """How many certificates a second come of drawing so many, each a file of its own."""
    facts = [next(everybody) for _number in range(count)]
    begun = time.perf_counter()
    files = {draw_certificate(each) for each in facts}
    taken = time.perf_counter() - begun
    if len(files) != count:
        raise Wrong(f"{count} certificates were drawn, and {len(files)} differ.")
    return count / taken


def facts_of_everybody() -> Iterator[CertificateFacts]:
    """A certificate for each of more than a thousand people."""
    for surname, forename in product(SURNAMES, FORENAMES):
        serial = new_serial()
        yield CertificateFacts(
            serial=serial,
            name=f"{forename} {surname}",
            title="Personal and professional boundaries",
            version="1.2",
            practice="Riverside Surgery",
            outcomes=OUTCOMES,
            hours_text="About 30 minutes of learning",
            issued_on=date(2026, 3, 14),
            valid_until=date(2027, 3, 14),
            verify_url=f"https://training.example.nhs.uk/verify/{serial}/",
            statement="has completed and passed",
        )


def measure_serving(site: Site) -> None:
    """Eight people at a time, signed in, each downloading a certificate of their own again and again."""
    held = Certificate.objects.filter(person__in=staff(site.people)).select_related("person").order_by("pk")
    of_each = {certificate.person: certificate for certificate in held}
    files = [file_request(site, certificate) for certificate in list(of_each.values())[:HOLDERS]]
    if len(files) != HOLDERS:
        raise Wrong(f"Only {len(files)} people of the example practice hold a certificate, and {HOLDERS} download one.")
    site.row("certificate_serve_per_s", "requests/s", site.per_second(files, at_once=HOLDERS))


def file_request(site: Site, certificate: Certificate) -> tuple[str, str]:
    """The request for a certificate's file in a session of its holder's, and what the answer contains."""
    address = reverse("certificates:download", args=[certificate.serial])
    return signed_in(site, certificate.person).request_for(address), "%PDF-"
