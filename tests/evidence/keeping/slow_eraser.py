"""A process that erases slowly what was approved: python -m tests.evidence.keeping.slow_eraser"""

import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- Django has to be set up first

from trainingsite.evidence.keeping import erasing  # noqa: E402

erase = erasing.details.erase_identity


def erase_slowly(*said):
    erase(*said)
    time.sleep(1)  # inside the transaction: most likely it is here that it is killed


erasing.details.erase_identity = erase_slowly
erasing.erase_what_was_approved(timezone.now())
