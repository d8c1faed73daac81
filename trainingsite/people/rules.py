"""What counts as having just shown who you are."""

from datetime import datetime, timedelta
from enum import StrEnum

REAUTHENTICATION_LASTS = timedelta(minutes=5)
A_CODE_IS_AWAITED_FOR = timedelta(minutes=10)
A_CREDENTIAL_IS_NEW_FOR = timedelta(days=7)


class Method(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    EMAILED_CODE = "emailed_code"


def still_holds(shown_at: datetime, now: datetime, lasts: timedelta = REAUTHENTICATION_LASTS) -> bool:
    """Whether it was within that time; a clock that was put back makes nothing last longer."""
    return timedelta(0) <= now - shown_at <= lasts
