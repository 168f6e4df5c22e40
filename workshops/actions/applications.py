"""What applicants do, and what is done for them by hand: apply, confirm, change, withdraw, note."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import queue_mail, withdraw_mails
from workshops import emails
from workshops.actions.waiting_list import close_ranks
from workshops.models import Application, ApplicationState, ApplicationTransition, Workshop, WorkshopState

STATES_THAT_SELECT = (
    WorkshopState.OPEN,
    WorkshopState.SELECTION,
    WorkshopState.CONFIRMED,
    WorkshopState.RUNNING,
)
FACTS = (
    "given_name",
    "family_name",
    "phone",
    "language",
    "gender",
    "city",
    "organisation_name",
    "job_title",
    "network",
    "profile",
    "motivation",
    "follow_up",
    "needs",
)
# What a person's own record may lack and an application tells.
TELLS_PERSON = ("phone", "gender", "city", "job_title", "profile")


class CallIsClosed(ActionRefused):
    code = "call_is_closed"
    message = _("This workshop takes no applications now.")


class ApplicationIsWithdrawn(ActionRefused):
    code = "application_is_withdrawn"
    message = _("This application was withdrawn.")


class AlreadyApplied(ActionRefused):
    code = "already_applied"
    message = _("There is already an application with this e-mail for this workshop.")


def lock_workshop(workshop: Workshop) -> Workshop:
    """Applications and decisions of one workshop happen one after another; reading goes on."""
    return Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)


@transaction.atomic
def submit_application(workshop: Workshop, facts: Mapping[str, Any], *, email: str, by: Any) -> Application:
    """Take an application; it counts once its address is confirmed by the link in the mail.

    A person signed in with this very address, verified, confirms at once. Whoever sends again gets the
    same application: changed while unconfirmed, else only the link to it. Raises CallIsClosed.
    """
    workshop = lock_workshop(workshop)
    if not workshop.takes_applications:
        raise CallIsClosed
    existing = _living(workshop, email)
    if existing and existing.state != ApplicationState.UNCONFIRMED:
        queue_mail(emails.exists_message(existing), by=by)
        return existing
    application = existing or Application(workshop=workshop, email=email)
    application.sent_at = application.consented_at = timezone.now()
    _take_facts(application, facts)
    if existing is None:
        record("workshops.application.sent", by=by, target=application, scope=workshop)
    if by is not None and has_verified(by, email):
        return confirm_application(application, by=by)
    queue_mail(emails.confirmation_message(application), by=by)
    return application


@transaction.atomic
def add_application(workshop: Workshop, facts: Mapping[str, Any], *, email: str, by: Any) -> Application:
    """By hand, for somebody who wrote or phoned: received at once. Raises AlreadyApplied, CallIsClosed."""
    workshop = lock_workshop(workshop)
    if workshop.state not in STATES_THAT_SELECT:
        raise CallIsClosed
    if existing := _living(workshop, email):
        raise AlreadyApplied(application=existing.code)
    application = Application(workshop=workshop, email=email, consented_at=timezone.now())
    _set_facts(application, facts)
    application.clean_fields(exclude=["search_text"])
    _receive(application, by=by)
    record("workshops.application.added", by=by, target=application, scope=workshop)
    queue_mail(emails.received_message(application), by=by, held=True)
    return application


@transaction.atomic
def confirm_application(application: Application, *, by: Any = None) -> Application:
    """The address is the applicant's: the application counts now. Done twice, it changes nothing.

    A link opened a little after the call closed still counts, until the selection is over.
    """
    locked = _lock(application)
    if locked.state == ApplicationState.WITHDRAWN:
        raise ApplicationIsWithdrawn
    if locked.state != ApplicationState.UNCONFIRMED:
        return locked
    if locked.workshop.state not in (WorkshopState.OPEN, WorkshopState.SELECTION):
        raise CallIsClosed
    _receive(locked, by=by)
    record("workshops.application.confirmed", by=by, target=locked, scope=locked.workshop)
    queue_mail(emails.received_message(locked), by=by)
    return locked


@transaction.atomic
def change_application(application: Application, facts: Mapping[str, Any], *, by: Any) -> Application:
    """By the applicant, until the call closes. The address stays: it is what was confirmed."""
    locked = _lock(application)
    if locked.state == ApplicationState.WITHDRAWN:
        raise ApplicationIsWithdrawn
    if not locked.workshop.takes_applications:
        raise CallIsClosed
    before = snapshot(locked)
    _take_facts(locked, facts)
    record("workshops.application.changed", by=by, target=locked, before=before, scope=locked.workshop)
    return locked


@transaction.atomic
def withdraw_application(application: Application, *, by: Any, reason: str = "") -> Application:
    """By the applicant, or for them: the place is free again and nothing more is mailed about it."""
    lock_workshop(application.workshop)
    locked = _lock(application)
    if locked.state == ApplicationState.WITHDRAWN:
        return locked
    withdraw_mails(locked.decision_key)
    was_confirmed, former = locked.confirmed_at is not None, locked.state
    locked.state, locked.waiting_position = ApplicationState.WITHDRAWN, None
    locked.full_clean()
    locked.save()
    log_step(locked, former, by=by, reason=reason)
    close_ranks(locked.workshop)
    participation = getattr(locked, "participation", None)
    if participation and participation.cancelled_at is None:
        participation.cancelled_at, participation.cancelled_by = timezone.now(), by
        participation.full_clean()
        participation.save()
    record("workshops.application.withdrawn", by=by, target=locked, scope=locked.workshop, reason=reason)
    if was_confirmed:
        queue_mail(emails.withdrawn_message(locked), by=by)
    return locked


@transaction.atomic
def note_application(application: Application, note: str, *, by: Any) -> Application:
    locked = _lock(application)
    if note == locked.team_note:
        return locked
    before = snapshot(locked, ["team_note"])
    locked.team_note = note
    locked.full_clean()
    locked.save()
    record("workshops.application.noted", by=by, target=locked, scope=locked.workshop, **before)
    return locked


def has_verified(account: Any, email: str) -> bool:
    """The account has proved that it reads this address."""
    return EmailAddress.objects.filter(user=account, email__iexact=email, verified=True).exists()


def log_step(application: Application, former: str, *, by: Any, reason: str = "") -> None:
    ApplicationTransition.objects.create(
        application=application, from_state=former, to_state=application.state, by=by, reason=reason
    )


def _lock(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related("workshop")
    return rows.get(pk=application.pk)


def _living(workshop: Workshop, email: str) -> Application | None:
    rows = Application.objects.filter(workshop=workshop, email__iexact=email).select_related("workshop")
    return rows.exclude(state=ApplicationState.WITHDRAWN).first()


def _take_facts(application: Application, facts: Mapping[str, Any]) -> None:
    _set_facts(application, facts)
    application.full_clean()
    application.save()


def _set_facts(application: Application, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(application, name, facts[name])


def _receive(application: Application, *, by: Any) -> None:
    former = application.state
    application.person = _person_of(application, by=by)
    application.confirmed_at = timezone.now()
    application.state = ApplicationState.RECEIVED
    application.full_clean()
    application.save()
    log_step(application, former, by=by)


def _person_of(application: Application, *, by: Any) -> Person:
    """Whoever has proved to read this address; else a person without account who is known by it; else new.

    A person whose account has not verified the address is passed over: anybody may write any address
    into their own record.
    """
    proved = EmailAddress.objects.filter(email__iexact=application.email, verified=True).values("user")
    known = Person.objects.filter(
        Q(account__in=proved) | Q(account__isnull=True, email__iexact=application.email)
    )
    person = known.select_for_update(of=("self",)).order_by("account", "pk").first()
    return _completed(person, application) if person else _new_person(application, by=by)


def _completed(person: Person, application: Application) -> Person:
    """Fills blanks only: the person's own record is theirs."""
    told = {name: getattr(application, name) for name in TELLS_PERSON if not getattr(person, name)}
    if any(told.values()):
        for name, value in told.items():
            setattr(person, name, value)
        person.full_clean()
        person.save()
    return person


def _new_person(application: Application, *, by: Any) -> Person:
    names = ("given_name", "family_name", "email", "language", "is_sample", *TELLS_PERSON)
    person = Person(**{name: getattr(application, name) for name in names})
    person.full_clean()
    person.save()
    record("participants.person.added", by=by, target=person)
    return person
