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
from workshops.queries.programme import sessions_of


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
        sessions = sessions_of(workshop)
    now = Situation(workshop, at or timezone.now(), numbers or workshop_numbers(workshop), sessions)
    return sorted(ask(now), key=lambda requirement: (requirement.is_met, not requirement.blocks))


def _need(
    code: str, *, met: bool, done: str, todo: str, place: str, note: str = "", blocks: bool = True
) -> Requirement:
    return Requirement(code, done if met else todo, met, place, note, blocks)


def _for_opening(now: Situation) -> Iterator[Requirement]:
    workshop, closes = now.workshop, now.workshop.applications_close_at
    yield _need(
        "venue",
        met=workshop.venue_id is not None,
        done=_("The venue is chosen"),
        todo=_("Choose a venue"),
        place="edit:venue",
    )
    yield _need(
        "summary",
        met=any(workshop.summaries.values()),
        done=_("It says what it is about"),
        todo=_("Write what it is about"),
        place="edit:summaries_0",
    )
    yield _need(
        "languages",
        met=bool(workshop.languages),
        done=_("The languages are chosen"),
        todo=_("Choose the languages"),
        place="edit:languages_0",
    )
    yield _need(
        "close",
        met=closes is not None and closes > now.at,
        done=_("It is set when applications close"),
        todo=_("Set when applications close")
        if closes is None
        else _("Set a time ahead when applications close"),
        place="edit:close_date",
        note=_("Now: %(time)s") % {"time": _local(closes, workshop)} if closes else "",
    )
    yield _need(
        "contact",
        met=bool(workshop.contact_email),
        done=_("There is an address for questions"),
        todo=_("Give an address for questions"),
        place="edit:contact_email",
        blocks=False,
    )
    yield _need(
        "modules",
        met=now.numbers.modules > 0,
        done=_("The modules are chosen"),
        todo=_("Choose the modules that are taught"),
        place="edit:modules_0",
        blocks=False,
    )


def _for_selection(now: Situation) -> Iterator[Requirement]:
    workshop, closes, count = now.workshop, now.workshop.applications_close_at, now.numbers.applications
    yield _need(
        "applications",
        met=count > 0,
        done=ngettext("%(count)d application has come", "%(count)d applications have come", count)
        % {"count": count},
        todo=_("Nobody has applied yet"),
        place="applications",
        blocks=False,
    )
    if closes is not None:
        yield _need(
            "closed",
            met=closes <= now.at,
            done=_("Applications have closed"),
            todo=_("Applications are still open"),
            place="edit:close_date",
            note="" if closes <= now.at else _("Until %(time)s") % {"time": _local(closes, workshop)},
            blocks=False,
        )


def _for_confirming(now: Situation) -> Iterator[Requirement]:
    numbers, places = now.numbers, now.workshop.capacity
    yield _need(
        "decided",
        met=numbers.undecided == 0,
        done=_("Every application is decided"),
        todo=ngettext(
            "Decide on %(count)d application", "Decide on %(count)d applications", numbers.undecided
        )
        % {"count": numbers.undecided},
        place="applications",
    )
    yield _need(
        "accepted",
        met=numbers.participants > 0,
        done=ngettext("%(count)d person takes part", "%(count)d people take part", numbers.participants)
        % {"count": numbers.participants},
        todo=_("Accept somebody"),
        place="applications",
    )
    free = max(places - numbers.accepted, 0)
    yield _need(
        "places",
        met=free == 0,
        done=_("All places are taken"),
        todo=ngettext("Place %(count)d more participant", "Place %(count)d more participants", free)
        % {"count": free},
        place="applications",
        note=_("%(accepted)d of %(places)d accepted; %(waiting)d on the waiting list.")
        % {"accepted": numbers.accepted, "places": places, "waiting": numbers.waiting},
        blocks=False,
    )
    yield _need(
        "trainers",
        met=numbers.trainers > 0,
        done=ngettext("%(count)d trainer is named", "%(count)d trainers are named", numbers.trainers)
        % {"count": numbers.trainers},
        todo=_("Name a trainer"),
        place="edit:trainers_0",
    )
    yield _need(
        "programme",
        met=bool(now.sessions),
        done=_("There is a programme"),
        todo=_("Make a programme"),
        place="programme",
    )
    yield from _about_programme(now)
    yield _about_mails(now)


def _about_programme(now: Situation) -> Iterator[Requirement]:
    working = [session for session in now.sessions if not session.is_break]
    if not working:
        return
    roomless = [session.title for session in working if not session.room]
    yield _each("rooms", _("Every session has a room"), roomless, _("%(blocks)s: no room"))
    unled = [session.title for session in working if not session.trainers.all()]
    yield _each("leads", _("Every session has a trainer"), unled, _("%(blocks)s: no trainer"))
    clashing = [f"{clash.what} ({clash.second.title})" for clash in clashes_among(now.sessions)]
    yield _each("clashes", _("No clashes of rooms or trainers"), clashing, _("Clashes: %(blocks)s"))
    outside = [session.title for session in now.sessions if is_outside(now.workshop, session)]
    yield _each(
        "hours", _("Every session lies within the workshop"), outside, _("Outside its hours: %(blocks)s")
    )


def _each(code: str, text: str, faulty: list[str], words: str) -> Requirement:
    shown = ", ".join(faulty[:3]) + ("…" if len(faulty) > 3 else "")
    missing = words % {"blocks": shown}
    return Requirement(code, missing if faulty else text, not faulty, "programme", blocks=False)


def _about_mails(now: Situation) -> Requirement:
    held = now.numbers.held_mails
    return _need(
        "mails",
        met=held == 0,
        done=_("No mail waits to be released"),
        todo=ngettext("%(count)d mail waits to be released", "%(count)d mails wait to be released", held)
        % {"count": held},
        place="mail",
        blocks=False,
    )


def _for_running(now: Situation) -> Iterator[Requirement]:
    workshop = now.workshop
    yield _need(
        "day",
        met=now.at.astimezone(workshop.zone).date() >= workshop.starts_local.date(),
        done=_("Its first day has come"),
        todo=_("Wait for its first day"),
        place="edit:start_date",
        note=_("Starts %(time)s") % {"time": _local(workshop.starts_at, workshop)},
    )
    yield from _about_programme(now)
    yield _about_mails(now)


def _for_closing(now: Situation) -> Iterator[Requirement]:
    workshop = now.workshop
    yield _need(
        "over",
        met=now.at.astimezone(workshop.zone).date() >= workshop.ends_local.date(),
        done=_("Its last day has come"),
        todo=_("Wait for its last day"),
        place="edit:end_date",
        note=_("Ends %(time)s") % {"time": _local(workshop.ends_at, workshop)},
    )
    yield _about_attendance(now)


def _about_attendance(now: Situation) -> Requirement:
    recorded, needed = now.numbers.blocks_with_attendance, now.numbers.attended_blocks
    words = {"recorded": recorded, "needed": needed}
    return _need(
        "attendance",
        met=0 < needed == recorded,
        done=_("Attendance is recorded in every session"),
        todo=_("Record attendance: %(recorded)d of %(needed)d sessions have it") % words,
        place="attendance",
        blocks=False,
    )


def _for_reporting(now: Situation) -> Iterator[Requirement]:
    matrices = now.numbers.matrices
    yield _need(
        "report",
        met=now.numbers.reports > 0,
        done=_("A report has been made"),
        todo=_("Make the report"),
        place="report",
    )
    yield _about_attendance(now)
    yield _need(
        "matrices",
        met=matrices > 0,
        done=ngettext("%(count)d matrix is linked", "%(count)d matrices are linked", matrices)
        % {"count": matrices},
        todo=_("Link the matrices that came out of it"),
        place="matrices",
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
