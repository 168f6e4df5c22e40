"""A programme by days and slots, with what has to be settled in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _

from participants.models import Person
from sdgplatform.statements import Given, Statement
from workshops.models import Session, Workshop
from workshops.queries.clashes import Clash, clashes_among, clashes_elsewhere, is_outside


@dataclass(frozen=True)
class Slot:
    """Blocks with the same start and end: one, or groups that work at the same time."""

    sessions: Sequence[Session]
    warnings: Sequence[str] = ()

    @property
    def first(self) -> Session:
        return self.sessions[0]

    @property
    def is_parallel(self) -> bool:
        return len(self.sessions) > 1

    @property
    def is_break(self) -> bool:
        return all(session.is_break for session in self.sessions)

    @property
    def minutes(self) -> int:
        return self.first.minutes


@dataclass(frozen=True)
class Day:
    date: date
    slots: Sequence[Slot]

    @property
    def starts_at(self) -> datetime:
        return self.slots[0].first.starts_at

    @property
    def ends_at(self) -> datetime:
        return max(slot.first.ends_at for slot in self.slots)

    @property
    def work_hours(self) -> str:
        return hours_text(sum(slot.minutes for slot in self.slots if not slot.is_break))


@dataclass(frozen=True)
class Programme:
    days: Sequence[Day]
    clashes: Sequence[Clash] = ()
    method_minutes: Sequence[tuple[str, int]] = ()
    trainer_minutes: Sequence[tuple[str, int]] = ()
    is_sample: bool = False
    unsettled: Sequence[tuple[Session, str]] = field(default_factory=tuple)

    @property
    def sessions(self) -> list[Session]:
        return [session for day in self.days for slot in day.slots for session in slot.sessions]


def sessions_of(workshop: Workshop) -> list[Session]:
    """Two queries: the blocks with method, and who leads them."""
    sessions: list[Session] = _BLOCKS.objects(workshop=workshop.pk)
    leading: dict[int, list[Person]] = defaultdict(list)
    for link in _LEADING.objects(workshop=workshop.pk) if sessions else ():
        leading[link.session_id].append(link.person)
    for session in sessions:
        session.workshop = workshop
        remember_trainers(session, leading[session.pk])
    return sessions


def remember_trainers(session: Session, people: list[Person]) -> None:
    """As `prefetch_related("trainers")` would."""
    rows = Person.objects.all()
    rows._result_cache = people
    session._prefetched_objects_cache = {"trainers": rows}  # type: ignore[attr-defined]


_BLOCKS = Statement(
    lambda: Session.objects.filter(workshop=Given("workshop")).select_related("method").in_order()
)
_LEADING = Statement(
    lambda: (
        Session.trainers.through.objects.filter(session__workshop=Given("workshop"))
        .select_related("person")
        .order_by("pk")
    )
)


def programme(workshop: Workshop, *, settle: bool = False) -> Programme:
    """With `settle` also what has to be settled: clashes here and elsewhere, wrong hours, no room."""
    sessions = sessions_of(workshop)
    clashes: list[Clash] = []
    warnings: dict[int, list[str]] = {}
    if settle:
        clashes = [*clashes_among(sessions), *clashes_elsewhere(workshop, sessions)]
        warnings = _warnings(workshop, sessions, clashes)
    return Programme(
        days=_days(workshop, sessions, warnings),
        clashes=clashes,
        method_minutes=_by_method(sessions),
        trainer_minutes=_by_trainer(sessions),
        is_sample=any(session.is_sample for session in sessions),
        unsettled=[(session, text) for session in sessions for text in warnings.get(session.pk, ())],
    )


def _days(workshop: Workshop, sessions: Iterable[Session], warnings: dict[int, list[str]]) -> list[Day]:
    days = groupby(sessions, key=lambda session: session.starts_at.astimezone(workshop.zone).date())
    return [Day(day, _slots(blocks, warnings)) for day, blocks in days]


def _slots(sessions: Iterable[Session], warnings: dict[int, list[str]]) -> list[Slot]:
    slots = []
    for _times, blocks in groupby(sessions, key=lambda session: (session.starts_at, session.ends_at)):
        together = list(blocks)
        texts = [text for session in together for text in warnings.get(session.pk, ())]
        slots.append(Slot(together, texts))
    return slots


def _warnings(
    workshop: Workshop, sessions: Sequence[Session], clashes: Sequence[Clash]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {session.pk: [] for session in sessions}
    for session in sessions:
        if is_outside(workshop, session):
            found[session.pk].append(_("“%(block)s” lies outside the workshop.") % {"block": session.title})
        if not session.room and not session.is_break:
            found[session.pk].append(_("“%(block)s” has no room.") % {"block": session.title})
    for clash in clashes:
        block = clash.second if clash.second.pk in found and not clash.is_elsewhere else clash.first
        found[block.pk].append(clash_text(clash))
    return found


def clash_text(clash: Clash) -> str:
    words = {"what": clash.what, "first": clash.first.title, "second": clash.second.title}
    if clash.is_elsewhere:
        return _("%(what)s also leads “%(second)s” in %(workshop)s.") % {
            **words,
            "workshop": clash.second.workshop.title,
        }
    return _("%(what)s is taken twice: “%(first)s” and “%(second)s”.") % words


def _by_method(sessions: Iterable[Session]) -> list[tuple[str, int]]:
    """Groups that work at the same time with one method count once."""
    spans = {
        (session.starts_at, session.ends_at, _method_name(session)): session.minutes for session in sessions
    }
    minutes: Counter[str] = Counter()
    for (_start, _end, name), length in spans.items():
        minutes[name] += length
    return minutes.most_common()


def _method_name(session: Session) -> str:
    if session.is_break:
        return _("Breaks")
    return str(session.method) if session.method else _("No method named")


def _by_trainer(sessions: Iterable[Session]) -> list[tuple[str, int]]:
    minutes: Counter[str] = Counter()
    for session in sessions:
        for person in session.trainers.all():
            minutes[person.full_name] += session.minutes
    return minutes.most_common()


def hours_text(minutes: int) -> str:
    """45 min, 2 h, 2 h 45."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
