"""The programme as an iCalendar feed (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from icalendar import Calendar, Event, vText, vUri

from workshops.models import Session, Workshop, WorkshopState

STATUSES = {
    WorkshopState.CANCELLED: "CANCELLED",
    WorkshopState.DRAFT: "TENTATIVE",
    WorkshopState.OPEN: "TENTATIVE",
    WorkshopState.SELECTION: "TENTATIVE",
}
UID_DOMAIN = "sdg-workshops"


def programme_calendar(workshop: Workshop, sessions: Sequence[Session], *, address: str) -> bytes:
    """One event for each block; the workshop as a whole while it has none. Times carry the place's zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//SDG Workshops//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", workshop.title)
    calendar.add("x-wr-timezone", workshop.time_zone)
    for session in sessions:
        calendar.add_component(_session_event(workshop, session, address))
    if not sessions:
        calendar.add_component(_whole_event(workshop, address))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _session_event(workshop: Workshop, session: Session, address: str) -> Event:
    event = _event(workshop, f"{session.code}@{UID_DOMAIN}", session.starts_at, session.ends_at)
    event.add("summary", _text(session.title, session.language))
    trainers = ", ".join(person.full_name for person in session.trainers.all())
    description = "\n".join(filter(None, (session.learning_goal, trainers)))
    if description:
        event.add("description", _text(description, session.language))
    event.add("location", ", ".join(filter(None, (session.room, _place(workshop)))))
    event.add("url", vUri(f"{address}#{session.code}"))
    if session.is_break:
        event.add("transp", "TRANSPARENT")
    return event


def _whole_event(workshop: Workshop, address: str) -> Event:
    event = _event(workshop, f"{workshop.slug}@{UID_DOMAIN}", workshop.starts_at, workshop.ends_at)
    event.add("summary", workshop.title)
    event.add("location", _place(workshop))
    event.add("url", vUri(address))
    return event


def _event(workshop: Workshop, uid: str, starts_at: datetime, ends_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", starts_at.astimezone(workshop.zone))
    event.add("dtend", ends_at.astimezone(workshop.zone))
    event.add("status", STATUSES.get(WorkshopState(workshop.state), "CONFIRMED"))
    return event


def _text(text: str, language: str) -> vText:
    written = vText(text)
    if language:
        written.params["LANGUAGE"] = language
    return written


def _place(workshop: Workshop) -> str:
    venue = workshop.venue
    if venue is None:
        return ""
    return ", ".join(filter(None, (venue.name, venue.address, venue.city.name if venue.city else "")))
