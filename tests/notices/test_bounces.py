"""Messages that the mail server took and the mailbox sent back."""

import mailbox
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import make_person
from trainingsite.notices.actions import deliver_waiting, put
from trainingsite.notices.delivery import message_id
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings):
    """A message that was sent today."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    tom = make_person("Tom Ellis", email="tom@surgery.example")
    notice = put(person=tom, kind="receipt", about=tom.key, subject="You signed", body="Thanks.", at=timezone.now())
    deliver_waiting(at=timezone.now())
    return notice


def report(name, action="failed"):
    """What a mail server writes back about the message of this name."""
    text = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\nSubject: Undelivered\n\n'
        "--x\nContent-Type: text/plain\n\nIt could not be delivered.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n"
        f"Final-Recipient: rfc822; tom@surgery.example\nAction: {action}\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 The mailbox is full\n\n"
        f"--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: {name}\nSubject: You signed\n\n--x--\n"
    )
    return text.encode()


def noted(path, capsys):
    call_command("note_bounces", str(path))
    return capsys.readouterr().out.strip()


def test_a_message_that_came_back_is_kept_with_the_reason(sent, tmp_path, capsys):
    (tmp_path / "report.eml").write_bytes(report(message_id(sent)))

    said = noted(tmp_path / "report.eml", capsys)

    sent.refresh_from_db()
    assert said == "1 reports of messages that came back, 1 noted."
    assert (sent.state, sent.problem) == ("bounced", "552 The mailbox is full")


@pytest.mark.parametrize(("name", "action"), [("", "failed"), ("<other@example>", "failed"), (None, "delayed")])
def test_what_is_no_report_of_ours_changes_nothing(sent, tmp_path, capsys, name, action):
    (tmp_path / "report.eml").write_bytes(report(message_id(sent) if name is None else name, action))

    noted(tmp_path / "report.eml", capsys)

    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_whole_mailbox_is_read_and_other_mail_in_it_is_passed_over(sent, tmp_path, capsys):
    box, letter = mailbox.mbox(tmp_path / "box"), EmailMessage()
    letter["Subject"], letter["Message-ID"] = "Lunch?", message_id(sent)
    box.add(letter)
    box.add(report(message_id(sent)))
    box.close()

    assert noted(tmp_path / "box", capsys) == "1 reports of messages that came back, 1 noted."
    assert Notice.objects.get().state == "bounced"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("note_bounces", str(tmp_path / "nothing"))
