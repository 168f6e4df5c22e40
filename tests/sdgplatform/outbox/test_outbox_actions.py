import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sdgplatform.outbox import actions
from sdgplatform.outbox.actions import Message
from sdgplatform.outbox.models import MailState, QueuedMail


def message(**changed: Any) -> Message:
    fields = {
        "kind": "decision",
        "reason": "application:abc",
        "to_email": "ana@example.org",
        "to_name": "Ana Pérez, Lic.",
        "language": "es",
        "subject": "Lugar  en\nel taller",
        "text": "Hola Ana",
        "scope": "workshops.workshop:1",
    }
    return Message(**{**fields, **changed})


def queued(**changed: Any) -> QueuedMail:
    mail = actions.queue_mail(message(**changed))
    assert mail is not None
    return mail


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.send_mail, "delay", lambda **_ids: None)


@pytest.fixture
def _mail_server_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_email: Any) -> None:
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


@pytest.mark.django_db
def test_queue_mail_makes_one_line_of_subject_and_name():
    mail = queued(to_name="Ana\r\nBcc: all@example.org")
    assert (mail.subject, mail.to_name) == ("Lugar en el taller", "Ana Bcc: all@example.org")


@pytest.mark.django_db
def test_queue_mail_twice_queues_one_mail():
    queued()
    assert actions.queue_mail(message(subject="Again")) is None
    assert list(QueuedMail.objects.values_list("subject", flat=True)) == ["Lugar en el taller"]


@pytest.mark.django_db
def test_queue_mail_queues_anew_after_it_was_withdrawn():
    queued()
    assert actions.withdraw_mails("application:abc") == 1
    queued()
    assert sorted(QueuedMail.objects.values_list("state", flat=True)) == ["CANCELLED", "QUEUED"]


@pytest.mark.django_db
def test_queue_mails_passes_over_what_is_there():
    queued()
    new = actions.queue_mails([message(), message(to_email="eva@example.org")], held=True)
    assert [(mail.to_email, mail.state) for mail in new] == [("eva@example.org", "HELD")]


@pytest.mark.django_db
def test_queue_mail_sends_after_the_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    sent: list[int] = []
    monkeypatch.setattr(actions.send_mail, "delay", lambda mail_id: sent.append(mail_id))
    with django_capture_on_commit_callbacks(execute=True):
        now, later = queued(), queued(kind="later")
        actions.queue_mail(message(kind="held"), held=True)
        actions.queue_mail(message(kind="timed"), send_after=timezone.now() + timedelta(hours=1))
        assert sent == []
    assert sent == [now.pk, later.pk]


@pytest.mark.django_db(transaction=True)
def test_queue_mail_survives_a_missing_broker(monkeypatch: pytest.MonkeyPatch):
    def broken(**_ids: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(actions.send_mail, "delay", broken)
    assert queued().state == MailState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_queue_mail_from_two_connections_queues_one_mail():
    """The second waits for the first's row and then passes over it, without an error."""
    results: list[Any] = []

    def other() -> None:
        try:
            results.append(actions.queue_mail(message()))
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        queued()
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=10)
    assert results == [None]
    assert QueuedMail.objects.count() == 1


@pytest.mark.django_db
def test_deliver_mail_sends_it_once_to_one_address():
    mail = queued(attachments=[["a.txt", "text/plain", "aG9sYQ=="]])
    actions.deliver_mail(mail.pk)
    actions.deliver_mail(mail.pk)
    (sent,) = django_mail.outbox
    mail.refresh_from_db()
    assert (sent.to, sent.cc, sent.bcc) == (
        ["=?utf-8?q?Ana_P=C3=A9rez=2C_Lic=2E?= <ana@example.org>"],
        [],
        [],
    )
    assert sent.attachments == [("a.txt", "hola", "text/plain")]
    assert sent.extra_headers == {"Message-ID": f"<{mail.code}@sdg-workshops>", "Content-Language": "es"}
    assert "To: =?utf-8?" in sent.message().as_string()
    assert (mail.state, mail.attempts, mail.sent_at is not None) == (MailState.SENT, 1, True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [MailState.HELD, MailState.CANCELLED, MailState.FAILED])
def test_deliver_mail_leaves_what_is_not_queued(state: MailState):
    mail = queued()
    QueuedMail.objects.update(state=state)
    actions.deliver_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, django_mail.outbox) == (state, [])


@pytest.mark.django_db
def test_deliver_mail_waits_for_its_time():
    mail = actions.queue_mail(message(), send_after=timezone.now() + timedelta(hours=1))
    assert mail is not None
    actions.deliver_waiting_mails()
    assert django_mail.outbox == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        actions.deliver_waiting_mails()
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db
def test_deliver_mail_of_a_killed_sender_is_taken_again_after_a_while():
    mail = queued()
    assert actions._claim(mail.pk) is not None
    actions.deliver_waiting_mails()
    assert django_mail.outbox == []
    with time_machine.travel(timezone.now() + actions.SENDING_LOST_AFTER + timedelta(seconds=1)):
        actions.deliver_waiting_mails()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(django_mail.outbox)) == (MailState.SENT, 2, 1)


@pytest.mark.django_db
def test_deliver_mail_that_kills_every_sender_is_given_up():
    mail = queued()
    QueuedMail.objects.update(
        state=MailState.SENDING,
        attempts=actions.MAX_ATTEMPTS,
        claimed_at=timezone.now() - actions.SENDING_LOST_AFTER - timedelta(seconds=1),
    )
    actions.deliver_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, django_mail.outbox) == (MailState.FAILED, [])


@pytest.mark.django_db
def test_deliver_mail_of_a_slow_sender_does_not_overrule_its_successor():
    mail = queued()
    slow = actions._claim(mail.pk)
    assert slow is not None
    with time_machine.travel(timezone.now() + actions.SENDING_LOST_AFTER + timedelta(seconds=1)):
        actions.deliver_mail(mail.pk)
    actions._finish(slow, state=MailState.QUEUED, error="late")
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.SENT, "")


@pytest.mark.django_db
@pytest.mark.usefixtures("_mail_server_down")
def test_deliver_mail_tries_again_later_and_gives_up_in_the_end():
    mail = queued()
    waits = []
    moment = timezone.now()
    for _attempt in range(actions.MAX_ATTEMPTS):
        with time_machine.travel(moment, tick=False):
            actions.deliver_waiting_mails()
        mail.refresh_from_db()
        assert mail.send_after is not None
        waits.append(round((mail.send_after - moment).total_seconds() / 60))
        moment = mail.send_after
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256]
    assert (mail.state, mail.error) == (MailState.FAILED, "no mail server")


@pytest.mark.django_db
def test_retry_mail_queues_a_failed_one_again():
    mail = queued()
    with pytest.raises(actions.MailHasNotFailed):
        actions.retry_mail(mail)
    QueuedMail.objects.update(state=MailState.FAILED, attempts=8)
    assert actions.retry_mail(mail).state == MailState.QUEUED
    actions.deliver_mail(mail.pk)
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db
def test_release_mails_lets_only_held_ones_go():
    held = actions.queue_mail(message(), held=True)
    other = queued(kind="other")
    assert held is not None
    assert actions.release_mails([held, other]) == 1
    assert actions.release_mails([held, other]) == 0
    held.refresh_from_db()
    assert held.state == MailState.QUEUED


@pytest.mark.django_db
def test_hold_edit_and_cancel_an_unsent_mail():
    mail = queued()
    assert actions.hold_mail(mail).state == MailState.HELD
    edited = actions.edit_mail(mail, subject="New\nwords", text="Text")
    assert (edited.subject, edited.text) == ("New words", "Text")
    assert actions.cancel_mail(mail).state == MailState.CANCELLED


@pytest.mark.django_db
@pytest.mark.parametrize("change", [actions.hold_mail, actions.cancel_mail])
@pytest.mark.parametrize("state", [MailState.SENDING, MailState.CANCELLED, MailState.FAILED])
def test_change_of_a_mail_that_left_is_refused(change: Any, state: MailState):
    mail = queued()
    QueuedMail.objects.update(state=state)
    with pytest.raises(actions.MailHasLeft):
        change(mail)


@pytest.mark.django_db
def test_edit_mail_wants_words():
    with pytest.raises(ValidationError) as refused:
        actions.edit_mail(queued(), subject="", text="")
    assert set(refused.value.message_dict) == {"subject", "text"}


@pytest.mark.django_db
def test_withdraw_mails_cancels_only_what_is_bound_to_the_reason_and_has_not_left():
    states = [MailState.HELD, MailState.QUEUED, MailState.FAILED, MailState.SENDING]
    for state in states:
        QueuedMail.objects.filter(pk=queued(kind=state).pk).update(state=state)
    queued(reason="application:other")
    assert actions.withdraw_mails("application:abc", "nothing") == 3
    left = QueuedMail.objects.exclude(state=MailState.CANCELLED).order_by("pk")
    assert list(left.values_list("reason", "state")) == [
        ("application:abc", "SENDING"),
        ("application:other", "QUEUED"),
    ]


@pytest.mark.django_db
def test_withdraw_mails_in_scope_cancels_all_of_one_workshop():
    queued()
    queued(kind="other", reason="x")
    queued(kind="third", scope="workshops.workshop:2")
    assert actions.withdraw_mails_in_scope("workshops.workshop:1") == 2


@pytest.mark.django_db
def test_mail_constraints_hold_in_the_database():
    mail = queued()
    QueuedMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now())
    for broken in ({"sent_at": None}, {"state": "LOST"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QueuedMail.objects.filter(pk=mail.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        QueuedMail.objects.create(
            **{f: getattr(mail, f) for f in ("kind", "reason", "to_email", "language", "subject", "text")}
        )


@pytest.mark.django_db(transaction=True)
def test_claim_by_two_connections_gives_the_mail_to_one():
    mail = queued()
    barrier, claims = threading.Barrier(2), []

    def claim() -> None:
        try:
            barrier.wait(timeout=10)
            claims.append(actions._claim(mail.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert sorted(claim is not None for claim in claims) == [False, True]


@pytest.mark.django_db
def test_tasks_send_what_is_due():
    from sdgplatform.outbox.tasks import send_mail, send_waiting_mails

    first, _second = queued(), queued(kind="second")
    send_mail(mail_id=first.pk)
    send_waiting_mails()
    assert [sent.subject for sent in django_mail.outbox] == ["Lugar en el taller"] * 2
