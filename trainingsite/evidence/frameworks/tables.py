"""The regulator's framework as rows with dates: what is looked for, and what of the record supports an answer.

Nothing is changed here: a row says the whole again from a day, and the last one that has begun holds. So a pack as at
a past day shows the framework as it stood then.
"""

from django.db import models
from django.db.models import Q

from trainingsite.audit.models import Record
from trainingsite.people.models import Person


class Certainty(models.TextChoices):
    """How sure we are of what a row says of the regulator."""

    READ = "read", "Read at the source named"
    SECOND_HAND = "second_hand", "Read second-hand"
    MEMORY = "memory", "From memory, not checked"
    OUR_READING = "our_reading", "Our own reading"


class RecordKind(models.TextChoices):
    """What of ours can support an answer."""

    ASKED = "asked", "What is asked of whom, and by when"
    MATRIX = "matrix", "The training matrix"
    GAPS = "gaps", "What is missing, and who was told"
    PLANS = "plans", "What is being done about a gap"
    EXEMPTIONS = "exemptions", "Exemptions, with a reason and an end"
    COMPLETIONS = "completions", "Completed training"
    TAUGHT = "taught", "What was taught"
    CERTIFICATES = "certificates", "Certificates"
    PEOPLE = "people", "Each person's record"
    POLICY_VERSIONS = "policy_versions", "Policy versions, with dates and reasons"
    POLICY_TEXTS = "policy_texts", "The words of each policy version"
    SIGNATURES = "signatures", "Signatures on each version"
    CONSULTATIONS = "consultations", "What came of asking staff about a draft"
    CHAIN = "chain", "The chain of events and its seals"


class SaidQuerySet(models.QuerySet):
    def begun_by(self, day):
        """What may hold on the day: of each code, the row that comes last does."""
        return self.filter(holds_from__lte=day).order_by("code", "holds_from", "number")

    def of_code(self, code):
        return self.filter(code=code).order_by("number")


class Said(Record):
    """One version of a row of the framework, whole; without a person, it came with the site."""

    code = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(help_text="The versions of one code, in the order they were recorded.")
    holds_from = models.DateField(help_text="The first day on which a pack shows it so.")
    dropped = models.BooleanField(default=False, help_text="From that day on, no pack shows it.")
    position = models.PositiveSmallIntegerField(default=100)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    set_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="%(class)s_said_once_under_each_number"),
        ]

    def __str__(self):
        return f"{self.code} {self.number}"


class Framework(Said):
    """A law or a framework of the regulator's: where it stands, and on which days it was in force."""

    class Standing(models.TextChoices):
        IN_FORCE = "in_force", "In force"
        GUIDANCE = "guidance", "Published guidance"
        LEAVING = "leaving", "In use, to be replaced"
        DRAFT = "draft", "A draft"
        ENDED = "ended", "No longer in force"

    title = models.CharField(max_length=200)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    in_force_from = models.DateField(null=True, blank=True, help_text="Empty: the day is not known.")
    in_force_until = models.DateField(null=True, blank=True, help_text="Empty: no last day is known.")
    dates = models.CharField(max_length=300)
    note = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta(Said.Meta):
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=models.F("in_force_from")),
                name="framework_ends_after_it_begins",
            ),
        ]

    @property
    def said(self) -> str:
        return f"{self.dates} {self.note}".strip()


class Statement(Said):
    """What a framework looks for, in our own words."""

    class Kind(models.TextChoices):
        EXPECTATION = "expectation", "What a practice must do"
        REGULATION = "regulation", "Regulation"
        KEY_QUESTION = "key_question", "Key question"
        QUALITY_STATEMENT = "quality_statement", "Quality statement"
        ASSESSMENT_QUESTION = "assessment_question", "Assessment question"

    framework = models.SlugField(max_length=80, help_text="The code of the framework that it belongs to.")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    under = models.SlugField(max_length=80, blank=True, help_text="The code of the key question that it stands below.")
    reference = models.CharField(max_length=20, blank=True, help_text="Its number, such as 17.")
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)

    @property
    def said(self) -> str:
        return self.about


class Mapping(Said):
    """One kind of record supports an answer to one statement: why, and which file of a pack shows it."""

    statement = models.SlugField(max_length=80, help_text="The code of the statement.")
    record_kind = models.CharField(max_length=20, choices=RecordKind.choices)
    main = models.BooleanField(default=True, help_text="First among what supports it.")
    reason = models.CharField(max_length=300)
    file = models.CharField(max_length=120)

    @property
    def title(self) -> str:
        return self.get_record_kind_display()

    @property
    def said(self) -> str:
        return self.reason
