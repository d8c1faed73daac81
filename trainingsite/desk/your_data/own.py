"""The tables of which some rows are about a person, in the order in which somebody reads of themselves."""

from trainingsite.desk.your_data.entries import entries_of
from trainingsite.desk.your_data.goes import goes_of
from trainingsite.desk.your_data.held import Held
from trainingsite.desk.your_data.record import events_of, kept_apart, looks_of, wrong_passwords_of

SECRETS = frozenset({"password", "code_hash", "token_hash"})
DATES = {"From": "started_on", "To": "ended_on"}

WHO_YOU_ARE = (
    Held(
        "people.Person",
        "You",
        {
            "Name": "name",
            "Sign-in name": "username",
            "E-mail": "email",
            "Here since": "date_joined",
            "Last sign-in": "last_login",
            "Saw how information is used": "privacy_notice_seen_at",
            "Administrator of the site": "is_superuser",
        },
        by="pk",
        hides=SECRETS,
    ),
    Held("people.Person_groups", "Groups for writing content", {"Group": "group.name"}),
    Held("wagtailusers.UserProfile", "How the content editor is set", {"Language": "preferred_language"}, by="user"),
    Held(
        "people.FormerName",
        "Names you had before",
        {"Until": "changed_on", "Changed by": "changed_by.name"},
        has_words=True,
    ),
    Held(
        "people.SameAsked",
        "Asked whether two rows are you: this one was to be kept",
        {"Asked": "asked_at", "Practice": "practice.name", "By": "asked_by.name"},
        by="kept",
    ),
    Held(
        "people.SameAsked",
        "Asked whether two rows are you: this one was the other",
        {"Asked": "asked_at", "Practice": "practice.name", "By": "asked_by.name"},
        by="former",
    ),
    Held(
        "people.SamePerson",
        "Rows you joined to this one",
        {"Confirmed": "confirmed_at", "Practice": "practice.name", "How": "get_proof_display"},
        by="kept",
    ),
    Held(
        "people.SameCode",
        "Codes to show that a row is yours",
        {"Good until": "ends_at", "Used": "used_at"},
        hides=SECRETS,
    ),
    Held(
        "evidence.RetentionHold",
        "Your details are kept for longer, because",
        {"Since": "placed_at", "By": "placed_by.name"},
        has_words=True,
    ),
    Held(
        "evidence.ErasureAsked",
        "You asked to have your details erased",
        {"Asked on": "asked_on", "Noted by": "noted_by.name", "Answer": "answer"},
    ),
    Held(
        "evidence.ProposedPerson",
        "Details of yours that were proposed to be erased",
        {"When": "disposal.proposed_at", "Periods count from": "left_on", "Which": "classes"},
        related=("disposal",),
    ),
    Held("people.Person", "Words kept about you yourself, such as a former name", {}, by="pk", reader=kept_apart),
)
JOBS = (
    Held(
        "people.Membership",
        "Jobs",
        {
            "Practice": "practice.name",
            "Job": "job_role.name",
            "Staff number": "staff_number",
            "Manager": "manager.name",
            **DATES,
            "Taken back": "withdrawn",
        },
    ),
    Held(
        "people.Responsibility",
        "Duties",
        {"Duty": "get_duty_display", "Practice": "practice.name", "Network": "network.name", **DATES},
    ),
    Held("people.Absence", "Leave: dates only", {"Practice": "practice.name", **DATES, "Taken back": "withdrawn"}),
    Held("policies.AccountHolder", "Practice accounts you may post from", {"Practice": "practice.name", **DATES}),
)
TRAINING = (
    Held(
        "modules.Enrolment",
        "Modules begun",
        {"Begun": "begun_at", "Module": "version", "Lessons read": "lessons_read"},
    ),
    Held("modules.Completion", "Completed", {"On": "completed_on", "Module": "version", "How": "get_basis_display"}),
    Held("modules.CheckUp", "Privacy check-ups", {"On": "done_on", "Module": "version"}),
    Held("scenarios.Attempt", "Stories and knowledge checks: seen by you alone", {}, reader=goes_of, says_words=False),
)
ELSEWHERE = (
    Held(
        "compliance.LearningClaim",
        "What you sent in",
        {"Sent": "claimed_at", "To": "practice.name", "For": "title", "Done on": "completed_on"},
        has_words=True,
    ),
    Held(
        "compliance.ClaimDecision",
        "What became of it",
        {"When": "decided_at", "For": "claim.title", "Decision": "get_kind_display", "By": "decided_by.name"},
        related=("claim__module", "claim__outside_training"),
        has_words=True,
    ),
    Held(
        "compliance.PriorLearning",
        "Training done elsewhere that counts",
        {
            "Done on": "completed_on",
            "Training": "title",
            "How it is known": "get_basis_display",
            "Accepted or recorded by": "accepted_by.name",
        },
        has_words=True,
    ),
    Held("compliance.ElsewhereEntry", "How your practice recorded it", {}, by="learning", reader=entries_of),
    Held(
        "compliance.PriorLearningWithdrawn",
        "Training done elsewhere that was taken back",
        {"When": "withdrawn_at", "Training": "prior_learning.title", "By": "withdrawn_by.name"},
        related=("prior_learning__module", "prior_learning__outside_training"),
        has_words=True,
    ),
    Held(
        "compliance.Exemption",
        "Exemptions",
        {"Practice": "practice.name", "Reason": "get_reason_display", "Approved by": "approved_by.name", **DATES},
    ),
    Held(
        "compliance.Plan",
        "What is being done about a gap of yours",
        {"Practice": "practice.name", "What": "get_kind_display", "By when": "due_on", "Written down": "acted_on"},
        has_words=True,
    ),
)
CERTIFICATES = (
    Held(
        "certificates.Certificate",
        "Certificates",
        {
            "Issued": "issued_on",
            "Serial": "serial",
            "For": "for_title",
            "Practice": "practice.name",
            "Valid until": "valid_until",
            "Took the place of": "supersedes.serial",
        },
        related=("programme", "completion__version", "supersedes"),
        has_words=True,
    ),
    Held(
        "certificates.CertificateRevocation",
        "Certificates of yours that were revoked",
        {
            "When": "revoked_at",
            "Serial": "certificate.serial",
            "Reason": "get_reason_display",
            "By": "revoked_by.name",
        },
        has_words=True,
    ),
)
POLICIES = (
    Held(
        "policies.Attestation",
        "What you signed, asked or declined",
        {
            "When": "attested_at",
            "Policy": "version",
            "Practice": "practice.name",
            "What": "get_kind_display",
            "You showed who you are by": "get_method_display",
            "By somebody else": "acted_by.name",
            "Asked of": "addressed_to.name",
        },
        has_words=True,
    ),
    Held("policies.SignatureConfirmed", "Signatures you confirmed", {"When": "confirmed_at"}),
    Held(
        "policies.SigningSheet",
        "Signed on paper",
        {"Signed": "signed_on", "Policy": "version", "Uploaded by": "uploaded_by.name", "Uploaded": "uploaded_at"},
        has_words=True,
    ),
    Held(
        "policies.SheetDecision",
        "What the second person said of it",
        {"When": "decided_at", "Decision": "get_kind_display", "By": "decided_by.name"},
        has_words=True,
    ),
    Held(
        "policies.Comment",
        "Comments under your name",
        {"When": "commented_at", "Draft": "consultation.title", "Practice": "practice.name"},
        has_words=True,
    ),
    Held("policies.CommentWithdrawn", "Comments you took back", {"When": "withdrawn_at"}),
)
MESSAGES = (
    Held(
        "notices.Notice",
        "Messages to you",
        {"When": "queued_at", "Subject": "subject", "What became of it": "get_state_display", "Problem": "problem"},
        where={"digests__isnull": True},
        hides=frozenset({"html_body"}),
    ),
    Held(
        "notices.Notice",
        "Weekly messages to you about your team",
        {"When": "queued_at", "Subject": "subject", "What became of it": "get_state_display"},
        where={"digests__isnull": False},
        hides=frozenset({"html_body", "body"}),
    ),
    Held(
        "reminders.Reminder",
        "Reminders, planned and told",
        {"For": "for_day", "About": "title", "Which": "get_kind_display", "Due": "due_on", "Practice": "practice.name"},
        hides=frozenset({"notice"}),
    ),
    Held(
        "reminders.Prompt",
        "Other things you are reminded of",
        {"For": "for_day", "About": "title", "Practice": "practice.name"},
        hides=frozenset({"notice"}),
    ),
    Held(
        "reminders.Nudge",
        "Reminders that a manager asked for",
        {"When": "nudged_at", "For": "for_day", "Asked for by": "sender.name", "Practice": "practice.name"},
        hides=frozenset({"notice", "batch"}),
    ),
    Held(
        "reminders.MonthlyLink",
        "Links to the manager's desk, once a month",
        {"Month of": "month_begins_on"},
        hides=frozenset({"notice"}),
    ),
    Held(
        "reminders.Digest",
        "Weekly lists for you as a manager",
        {"Week of": "week.week_begins_on", "Practice": "week.practice.name"},
        related=("week__practice",),
        hides=frozenset({"content", "notice"}),
    ),
    Held(
        "reminders.MessageChoice",
        "When you want to hear (Monday is 0)",
        {"Days": "weekdays", "A link to the manager's desk once a month": "monthly_link"},
    ),
)
SIGNING_IN = (
    Held(
        "people.CredentialIssued",
        "New ways into your account",
        {"When": "issued_at", "What": "get_kind_display", "By somebody else": "issued_by.name"},
        has_words=True,
    ),
    Held(
        "people.EmailedCode",
        "Codes mailed to you",
        {"Sent": "sent_at", "To a new address": "address", "Used": "used_at", "Wrong tries": "wrong"},
        hides=SECRETS,
    ),
    Held(
        "people.SignInCode",
        "Codes a manager gave you",
        {"Given": "given_at", "By": "given_by.name", "Good until": "ends_at", "Used": "used_at"},
        hides=SECRETS,
    ),
    Held(
        "otp_totp.TOTPDevice",
        "Second step: phone",
        {"Name": "name", "Since": "created_at", "Last used": "last_used_at"},
        by="user",
        hides=frozenset({"key"}),
    ),
    Held(
        "otp_static.StaticDevice",
        "Second step: recovery codes",
        {"Name": "name", "Since": "created_at", "Last used": "last_used_at"},
        by="user",
    ),
    Held(
        "people.Invitation",
        "Invitations to set up your sign-in",
        {
            "Sent": "invited_at",
            "Practice": "practice.name",
            "By": "invited_by.name",
            "Good until": "ends_at",
            "Used": "used_at",
        },
        hides=SECRETS,
    ),
    Held("axes.AccessAttempt", "Wrong passwords counted", {}, by="username", reader=wrong_passwords_of),
)
IN_THE_RECORD = (
    Held("audit.AuditEvent", "Events in the record that name you", {}, reader=events_of),
    Held("audit.AccessEntry", "What you opened or downloaded about others", {}, reader=looks_of),
)
