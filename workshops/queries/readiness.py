"""What a workshop still needs before its next step; some of it the step cannot do without."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sdgplatform.ui.texts import in_zone, moment_text
from workshops.models import Session, Workshop, WorkshopState
from workshops.queries.clashes import clashes_among, is_outside
from workshops.queries.numbers import WorkshopNumbers, workshop_numbers


@dataclass(frozen=True)
class Requirement:
    """`place` says where it is mended: a tab's key, or `edit:` and the name of a field."""

    code: str
    text: str
    is_met: bool
    place: str
    note: str = ""
    blocks: bool = True


@dataclass(frozen=True)
class Situation:
    workshop: Workshop
    at: datetime
    numbers: WorkshopNumbers
    sessions: list[Session]


def readiness(
    workshop: Workshop,
    to_state: str,
    *,
    at: datetime | None = None,
    numbers: WorkshopNumbers | None = None,
    sessions: list[Session] | None = None,
) -> list[Requirement]:
    """For the step to `to_state` at the time `at` (now); what is missing comes first.

    A page that has the numbers and sessions already gives them along.
    """
    ask = ASKED.get(to_state)
    if ask is None:
        return []
    if sessions is None:
        sessions = list(workshop.sessions.prefetch_related("trainers").in_order())
    now = Situation(workshop, at or timezone.now(), numbers or workshop_numbers(workshop), sessions)
    return sorted(ask(now), key=lambda requirement: (requirement.is_met, not requirement.blocks))


def _for_opening(now: Situation) -> Iterator[Requirement]:
    workshop, closes = now.workshop, now.workshop.applications_close_at
    yield Requirement("venue", _("A venue"), workshop.venue_id is not None, "edit:venue")
    yield Requirement(
        "summary", _("A text about the workshop"), any(workshop.summaries.values()), "edit:summaries_0"
    )
    yield Requirement(
        "languages", _("The languages spoken in the room"), bool(workshop.languages), "edit:languages_0"
    )
    yield Requirement("close", _("A date when applications close"), closes is not None, "edit:close_date")
    if closes is not None:
        yield Requirement(
            "close_ahead",
            _("Applications close in the future"),
            closes > now.at,
            "edit:close_date",
            note=_("Now: %(time)s") % {"time": _local(closes, workshop)},
        )
    yield Requirement(
        "contact",
        _("An address for questions"),
        bool(workshop.contact_email),
        "edit:contact_email",
        blocks=False,
    )
    yield Requirement(
        "modules", _("A module that is taught"), now.numbers.modules > 0, "edit:modules_0", blocks=False
    )


def _for_selection(now: Situation) -> Iterator[Requirement]:
    workshop, closes = now.workshop, now.workshop.applications_close_at
    yield Requirement(
        "applications",
        ngettext("%(count)d application", "%(count)d applications", now.numbers.applications)
        % {"count": now.numbers.applications}
        if now.numbers.applications
        else _("Nobody has applied yet"),
        now.numbers.applications > 0,
        "applications",
        blocks=False,
    )
    if closes is not None:
        yield Requirement(
            "closed",
            _("Applications have closed") if closes <= now.at else _("Applications are still open"),
            closes <= now.at,
            "edit:close_date",
            note="" if closes <= now.at else _("Until %(time)s") % {"time": _local(closes, workshop)},
            blocks=False,
        )


def _for_confirming(now: Situation) -> Iterator[Requirement]:
    numbers, places = now.numbers, now.workshop.capacity
    yield Requirement(
        "decided",
        _("Every application is decided")
        if not numbers.undecided
        else ngettext(
            "%(count)d application waits for a decision",
            "%(count)d applications wait for a decision",
            numbers.undecided,
        )
        % {"count": numbers.undecided},
        numbers.undecided == 0,
        "applications",
    )
    yield Requirement("accepted", _("Somebody is accepted"), numbers.accepted > 0, "applications")
    free = places - numbers.accepted
    yield Requirement(
        "places",
        _("All places are taken")
        if free <= 0
        else ngettext("Place %(count)d more participant", "Place %(count)d more participants", free)
        % {"count": free},
        free <= 0,
        "applications",
        note=_("%(accepted)d of %(places)d accepted; %(waiting)d on the waiting list.")
        % {"accepted": numbers.accepted, "places": places, "waiting": numbers.waiting},
        blocks=False,
    )
    yield Requirement("trainers", _("A trainer"), numbers.trainers > 0, "edit:trainers_0")
    yield Requirement("programme", _("A programme"), bool(now.sessions), "programme")
    yield from _about_programme(now)
    yield _about_mails(now)


def _about_programme(now: Situation) -> Iterator[Requirement]:
    working = [session for session in now.sessions if not session.is_break]
    if not working:
        return
    roomless = [session.title for session in working if not session.room]
    yield _each("rooms", _("Every block has a room"), roomless, _("%(blocks)s: no room"))
    unled = [session.title for session in working if not session.trainers.all()]
    yield _each("leads", _("Every block has a trainer"), unled, _("%(blocks)s: no trainer"))
    clashing = [f"{clash.what} ({clash.second.title})" for clash in clashes_among(now.sessions)]
    yield _each("clashes", _("No clashes of rooms or trainers"), clashing, _("Clashes: %(blocks)s"))
    outside = [session.title for session in now.sessions if is_outside(now.workshop, session)]
    yield _each(
        "hours", _("Every block lies within the workshop"), outside, _("Outside its hours: %(blocks)s")
    )


def _each(code: str, text: str, faulty: list[str], words: str) -> Requirement:
    shown = ", ".join(faulty[:3]) + ("…" if len(faulty) > 3 else "")
    missing = words % {"blocks": shown}
    return Requirement(code, missing if faulty else text, not faulty, "programme", blocks=False)


def _about_mails(now: Situation) -> Requirement:
    held = now.numbers.held_mails
    waiting = ngettext("%(count)d mail waits to be released", "%(count)d mails wait to be released", held)
    return Requirement(
        "mails",
        waiting % {"count": held} if held else _("No mail waits to be released"),
        held == 0,
        "mail",
        blocks=False,
    )


def _for_running(now: Situation) -> Iterator[Requirement]:
    workshop = now.workshop
    yield Requirement(
        "day",
        _("Its first day has come"),
        now.at.astimezone(workshop.zone).date() >= workshop.starts_local.date(),
        "edit:start_date",
        note=_("Starts %(time)s") % {"time": _local(workshop.starts_at, workshop)},
    )
    yield from _about_programme(now)
    yield _about_mails(now)


def _for_closing(now: Situation) -> Iterator[Requirement]:
    workshop = now.workshop
    yield Requirement(
        "over",
        _("Its last day has come"),
        now.at.astimezone(workshop.zone).date() >= workshop.ends_local.date(),
        "edit:end_date",
        note=_("Ends %(time)s") % {"time": _local(workshop.ends_at, workshop)},
    )
    yield _about_attendance(now)


def _about_attendance(now: Situation) -> Requirement:
    done, needed = now.numbers.blocks_with_attendance, now.numbers.attended_blocks
    return Requirement(
        "attendance",
        _("Attendance recorded in %(done)d of %(needed)d blocks") % {"done": done, "needed": needed},
        needed > 0 and done == needed,
        "attendance",
        blocks=False,
    )


def _for_reporting(now: Situation) -> Iterator[Requirement]:
    yield Requirement("report", _("A report has been made"), now.numbers.reports > 0, "report")
    yield _about_attendance(now)
    yield Requirement(
        "matrices",
        ngettext("%(count)d matrix", "%(count)d matrices", now.numbers.matrices)
        % {"count": now.numbers.matrices}
        if now.numbers.matrices
        else _("No matrix is linked yet"),
        now.numbers.matrices > 0,
        "matrices",
        blocks=False,
    )


def _local(moment: datetime, workshop: Workshop) -> str:
    return moment_text(in_zone(moment, workshop.zone), "datetime", with_zone=True)


ASKED: Mapping[str, Callable[[Situation], Iterator[Requirement]]] = {
    WorkshopState.OPEN: _for_opening,
    WorkshopState.SELECTION: _for_selection,
    WorkshopState.CONFIRMED: _for_confirming,
    WorkshopState.RUNNING: _for_running,
    WorkshopState.CLOSED: _for_closing,
    WorkshopState.REPORTED: _for_reporting,
}
