"""Which sheets signed on paper are taken, and who may countersign them. Pure."""

from enum import StrEnum

from trainingsite.policies.rules import Refusal, Wish, may_sign


class PaperRefusal(StrEnum):
    """Why a sheet is not taken, or not countersigned."""

    OWN_SHEET = "own_sheet"
    OWN_UPLOAD = "own_upload"
    WAITS = "waits"
    ISSUED = "issued"
    LEFT = "left"
    SIGNED = "signed"
    EXPIRED = "expired"
    ARCHIVED = "archived"

    @property
    def sentence(self) -> str:
        return {
            PaperRefusal.OWN_SHEET: "You signed this sheet, so somebody else has to look after it.",
            PaperRefusal.OWN_UPLOAD: "You uploaded this sheet, so somebody else has to countersign it.",
            PaperRefusal.ISSUED: "You gave them a way into their account, so somebody else has to countersign this.",
            PaperRefusal.WAITS: "A sheet of theirs for this version is waiting to be countersigned already.",
            PaperRefusal.LEFT: "They do not work at this practice today.",
            PaperRefusal.SIGNED: "They have signed this version already.",
            PaperRefusal.ARCHIVED: "This policy is in the archive: nobody is asked to sign it.",
            PaperRefusal.EXPIRED: "The policy has changed since the sheet was printed. Print a new one.",
        }[self]


AS_A_SHEET = {
    Refusal.NOT_A_MEMBER: PaperRefusal.LEFT,
    Refusal.ALREADY_SIGNED: PaperRefusal.SIGNED,
    Refusal.SUPERSEDED: PaperRefusal.EXPIRED,
    Refusal.ARCHIVED: PaperRefusal.ARCHIVED,
}


def may_upload(*, by_signer: bool, waits: bool, standing: Wish) -> PaperRefusal | None:
    """None when the sheet may be taken; otherwise why not."""
    if by_signer:
        return PaperRefusal.OWN_SHEET
    return PaperRefusal.WAITS if waits else _as_a_sheet(standing)


def may_countersign(*, by_signer: bool, by_uploader: bool, by_issuer: bool, standing: Wish) -> PaperRefusal | None:
    """None when the sheet may be countersigned by this person; otherwise why not."""
    if by_signer:
        return PaperRefusal.OWN_SHEET
    if by_issuer:
        return PaperRefusal.ISSUED
    return PaperRefusal.OWN_UPLOAD if by_uploader else _as_a_sheet(standing)


def _as_a_sheet(standing: Wish) -> PaperRefusal | None:
    refusal = may_sign(standing)
    return AS_A_SHEET[refusal] if refusal else None
