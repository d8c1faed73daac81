"""What was said of a draft and what was answered, as those who are asked read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainingsite.audit.actions import read_words, thawed
from trainingsite.audit.models import Words
from trainingsite.people.models import Person
from trainingsite.policies.consultations import (
    Comment,
    CommentAnswer,
    Consultation,
    StaffStatement,
    UnnamedComment,
)

WHOLE = "The whole draft"


@dataclass(frozen=True)
class Answer:
    """What became of a comment, and why."""

    given: CommentAnswer
    why: str

    @property
    def outcome(self) -> str:
        return self.given.get_outcome_display()


@dataclass(frozen=True)
class Said:
    """One comment: what it is about, who said it if they say so, its words and its answer."""

    row: Comment | UnnamedComment
    about: str
    text: str
    answer: Answer | None

    @property
    def key(self):
        return self.row.key

    @property
    def is_unnamed(self) -> bool:
        return isinstance(self.row, UnnamedComment)

    @property
    def author(self) -> Person | None:
        """Who signed it with their name; nobody for what was passed on or came without a name."""
        return self.row.person if not self.is_unnamed and self.row.way == Comment.Way.NAMED else None

    @property
    def sender(self) -> Person | None:
        """Whose it is to take back."""
        return None if self.is_unnamed else self.row.person

    @property
    def by(self) -> str:
        """Whom the page says it is from."""
        if self.is_unnamed:
            return "Without a name"
        return self.author.name if self.author else Comment.Way.PASSED_ON.label


@dataclass(frozen=True)
class Statement:
    """What the staff representative said, or what was done instead."""

    row: StaffStatement
    note: str

    @property
    def is_of_representative(self) -> bool:
        return self.row.stance != StaffStatement.Stance.INSTEAD


def clause_titles(draft: dict) -> dict[str, str]:
    """What each clause of a draft is called, by its id."""
    return {clause["id"]: f"{clause['number']}. {clause['title']}" for clause in draft["clauses"]}


def comments_of(consultation: Consultation) -> list[Said]:
    """What was said and not taken back, clause by clause; what has no name stands last, in the order of its keys."""
    named, unnamed = _standing(consultation), list(UnnamedComment.objects.of(consultation).order_by("key"))
    answers = latest_answers(consultation)
    given = answers.values()
    words = _words([row.words_key for row in (*named, *given)])
    titles = clause_titles(thawed(consultation.draft_id))
    places = {clause: place for place, clause in enumerate(titles, start=1)}
    said = [*_said(named, words, answers, titles), *_said(unnamed, words, answers, titles)]
    return sorted(said, key=lambda each: places.get(each.row.clause, 0))


def _said(rows: Iterable, words: dict, answers: dict, titles: dict) -> Iterator[Said]:
    for row in rows:
        text = row.text if isinstance(row, UnnamedComment) else words.get(row.words_key, {}).get("text", "")
        given = answers.get(row.key)
        answer = Answer(given, words.get(given.words_key, {}).get("why", "")) if given else None
        yield Said(row, titles.get(row.clause, WHOLE), text, answer)


def _standing(consultation: Consultation) -> list[Comment]:
    rows = Comment.objects.at(consultation.practice_id).filter(consultation=consultation, withdrawal__isnull=True)
    return list(rows.select_related("person").order_by("commented_at", "pk"))


def standing_comments(consultation: Consultation) -> list[Comment | UnnamedComment]:
    """The rows of everything that was said and not taken back."""
    return [*_standing(consultation), *UnnamedComment.objects.of(consultation).order_by("key")]


def named_commenters(consultation: Consultation) -> set[str]:
    """The names of those who said something, and of those who took it back."""
    rows = Comment.objects.at(consultation.practice_id).filter(consultation=consultation, way=Comment.Way.NAMED)
    return {row.person.name for row in rows.select_related("person")}


def latest_answers(consultation: Consultation) -> dict:
    """The answer that stands to each comment, by the comment's key."""
    given = CommentAnswer.objects.at(consultation.practice_id).filter(consultation=consultation)
    ordered = given.select_related("comment", "acted_by").order_by("number")
    return {row.comment.key if row.comment_id else row.unnamed_id: row for row in ordered}


def statement_of(consultation: Consultation) -> Statement | None:
    """The statement that stands."""
    said = StaffStatement.objects.at(consultation.practice_id).filter(consultation=consultation)
    last = said.select_related("acted_by").order_by("-number").first()
    return Statement(last, _words([last.words_key]).get(last.words_key, {}).get("note", "")) if last else None


def _words(keys: list) -> dict:
    return {words.key: read_words(words) for words in Words.objects.filter(pk__in=keys)}
