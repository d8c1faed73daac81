"""Messages that name a colleague, shown with the name the colleague has today."""

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.notices.models import Notice
from trainingsite.people.models import FormerName, Membership, Person


def in_names_of_today(notices: list[Notice], reader: Person) -> list[Notice]:
    """The same, with former names of the reader's colleagues replaced: the message was sent, the name is over.

    Two queries for any number of messages. Whoever reads their own former names may.
    """
    places = Membership.objects.known().by(reader).values("practice")
    colleagues = Membership.objects.known().filter(practice__in=places).values("person")
    former = FormerName.objects.filter(person__in=colleagues).exclude(person=reader).select_related("person")
    today = {each.words_key: each.person.name for each in former}
    names = {_full(read_words(words)): today[words.pk] for words in Words.objects.filter(pk__in=today)}
    for notice in notices:
        for was in sorted(filter(None, names), key=len, reverse=True):
            notice.subject = notice.subject.replace(was, names[was])
            notice.body = notice.body.replace(was, names[was])
    return notices


def _full(words: dict) -> str:
    return f"{words['first_name']} {words['last_name']}".strip()
