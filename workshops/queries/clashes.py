"""What does not fit in a programme: two blocks in one room, one trainer in two blocks, wrong hours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from django.db.models import Q

from sdgplatform.search import fold
from workshops.models import Session, Workshop, WorkshopState

Key = TypeVar("Key")
Span = tuple[datetime, datetime]


def overlapping_pairs(spans: Mapping[Key, Span]) -> Iterator[tuple[Key, Key]]:
    """Keys of spans that share more than an instant, each pair once, the earlier first."""
    open_spans: list[tuple[Key, datetime]] = []
    for key, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        open_spans = [(other, until) for other, until in open_spans if until > start]
        yield from ((other, key) for other, _until in open_spans)
        open_spans.append((key, end))


@dataclass(frozen=True)
class Clash:
    kind: Literal["room", "trainer"]
    what: str
    first: Session
    second: Session

    @property
    def is_elsewhere(self) -> bool:
        """The other block is of another workshop."""
        return self.first.workshop_id != self.second.workshop_id


def clashes_among(sessions: Sequence[Session]) -> list[Clash]:
    """Of the working blocks of one programme; breaks clash with nothing."""
    blocks = {session.pk: session for session in sessions if not session.is_break}
    found: list[Clash] = []
    for first, second in overlapping_pairs(
        {key: (one.starts_at, one.ends_at) for key, one in blocks.items()}
    ):
        found += _clashes_of(blocks[first], blocks[second])
    return found


def clashes_elsewhere(workshop: Workshop, sessions: Sequence[Session]) -> list[Clash]:
    """Trainers of this programme who lead blocks of other workshops at the same time."""
    blocks = [session for session in sessions if not session.is_break and session.trainers.all()]
    if not blocks:
        return []
    people = {person.pk for block in blocks for person in block.trainers.all()}
    first, last = min(block.starts_at for block in blocks), max(block.ends_at for block in blocks)
    others = (
        Session.objects.filter(trainers__in=people, starts_at__lt=last, ends_at__gt=first)
        .exclude(Q(workshop=workshop) | Q(workshop__state=WorkshopState.CANCELLED))
        .distinct()
        .select_related("workshop")
        .prefetch_related("trainers")
    )
    pairs = ((block, other) for block in blocks for other in others)
    return [
        clash
        for block, other in pairs
        if block.starts_at < other.ends_at and other.starts_at < block.ends_at
        for clash in _clashes_of(block, other)
        if clash.kind == "trainer"
    ]


def _clashes_of(first: Session, second: Session) -> Iterable[Clash]:
    if first.room and fold(first.room) == fold(second.room):
        yield Clash("room", first.room, first, second)
    others = {person.pk for person in second.trainers.all()}
    for person in first.trainers.all():
        if person.pk in others:
            yield Clash("trainer", person.full_name, first, second)


def is_outside(workshop: Workshop, session: Session) -> bool:
    """Before the workshop starts or after it ends."""
    return session.starts_at < workshop.starts_at or session.ends_at > workshop.ends_at
