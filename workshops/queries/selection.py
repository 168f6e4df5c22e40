"""How the selection stands: places, states, who is in it by country, network, gender and profile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from participants.models import Country, Gender, Network, Profile
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from workshops.models import Application, ApplicationState, Participation, Workshop
from workshops.queries.counting import count_of

State = ApplicationState


@dataclass(frozen=True)
class Places:
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Standing:
    """The places, and how many mails wait to be let go."""

    places: Places
    held: int


@dataclass(frozen=True)
class Share:
    """How many of one country, network, gender or profile are accepted, of how many that applied."""

    key: str
    label: str
    accepted: int
    received: int


@dataclass(frozen=True)
class Distribution:
    """`states` counts all received applications by state, and as `received` altogether."""

    countries: Sequence[Share]
    networks: Sequence[Share]
    genders: Sequence[Share]
    profiles: Sequence[Share]
    states: Mapping[str, int]


def places_of(workshop: Workshop) -> Places:
    return Places(workshop.capacity, workshop.participations.taking_part().count())


def standing_of(workshop: Workshop) -> Standing:
    """Both in one query."""
    participations = Participation.objects.taking_part().filter(workshop=OuterRef("pk"))
    held = QueuedMail.objects.in_scope(scope_key(workshop)).filter(state=MailState.HELD)
    row = Workshop.objects.filter(pk=workshop.pk).values(
        taken=count_of(participations), n_held=count_of(held)
    )
    counts = row.get()
    return Standing(Places(workshop.capacity, counts["taken"]), counts["n_held"])


def distribution(workshop: Workshop) -> Distribution:
    """Counts by state, and of the accepted among those who applied and did not withdraw, most accepted
    first: four dimensions from one reading of the applications."""
    rows = list(
        workshop.applications.received().values_list("city__country", "network", "gender", "profile", "state")
    )
    received: list[Counter[Any]] = [Counter() for _dimension in range(4)]
    accepted: list[Counter[Any]] = [Counter() for _dimension in range(4)]
    for *keys, state in rows:
        for number, key in enumerate(keys):
            received[number][key] += state != State.WITHDRAWN
            accepted[number][key] += state == State.ACCEPTED
    genders = {gender.value: (gender.value, str(gender.label)) for gender in Gender}
    return Distribution(
        countries=_shares(received[0], accepted[0], _names(Country.objects.all(), received[0])),
        networks=_shares(received[1], accepted[1], _names(Network.objects.all(), received[1], "slug")),
        genders=_shares(received[2], accepted[2], {**genders, "": ("", _("Not said"))}),
        profiles=_shares(received[3], accepted[3], _names(Profile.objects.all(), received[3], "code")),
        states=_state_counts(state for *_keys, state in rows),
    )


def _state_counts(states: Iterable[str]) -> dict[str, int]:
    counted = Counter(states)
    return {state.value: counted[state] for state in State} | {"received": counted.total()}


def _names(rows: QuerySet[Any], counted: Counter[Any], key: str = "pk") -> dict[Any, tuple[str, str]]:
    return {row.pk: (str(getattr(row, key)), str(row)) for row in rows.filter(pk__in=set(counted) - {None})}


def _shares(received: Counter[Any], accepted: Counter[Any], names: dict[Any, tuple[str, str]]) -> list[Share]:
    unknown = ("", _("Not given"))
    found = [Share(*names.get(key, unknown), accepted[key], n) for key, n in received.items() if n]
    return sorted(found, key=lambda share: (-share.accepted, -share.received, share.label))


def mailed_decisions(applications: Iterable[Application]) -> set[int]:
    """Ids of those whose mail about the present decision is on its way or has arrived."""
    left = Q(state__in=[MailState.SENDING, MailState.SENT])
    return _with_decision_mail(applications, left)


def unannounced_decisions(applications: Iterable[Application]) -> set[int]:
    """Ids of those whose decision the applicant must not see yet, because its mail waits."""
    return _with_decision_mail(applications, Q(state__in=[MailState.HELD, MailState.QUEUED]))


def _with_decision_mail(applications: Iterable[Application], which: Q) -> set[int]:
    by_key = {one.decision_key: one.pk for one in applications if one.decided_at}
    mails = QueuedMail.objects.filter(which, reason__in=by_key)
    return {by_key[reason] for reason in mails.values_list("reason", flat=True)}
