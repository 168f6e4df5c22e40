"""How the selection stands: places, states, who is in it by country, network, gender and profile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from participants.models import Country, Gender, Network, Profile
from sdgplatform.multilingual import localize
from sdgplatform.outbox.models import MailState, QueuedMail
from sdgplatform.statements import Given, Statement
from workshops.models import Application, ApplicationState, Workshop
from workshops.queries.counting import counts_of, counts_statement

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


def standing_from(workshop: Workshop, counts: Mapping[str, int]) -> Standing:
    """Of `section_counts` with `standing`."""
    return Standing(Places(workshop.capacity, counts["taken"]), counts["held"])


def distribution(workshop: Workshop) -> Distribution:
    """Counts by state, and of the accepted among those who applied and did not withdraw, most accepted
    first: four dimensions from one reading of the applications, and one of the names in them."""
    rows = _ANSWERS.rows(workshop=workshop.pk)
    received: list[Counter[Any]] = [Counter() for _dimension in range(4)]
    accepted: list[Counter[Any]] = [Counter() for _dimension in range(4)]
    for *keys, state in rows:
        for number, key in enumerate(keys):
            received[number][key] += state != State.WITHDRAWN
            accepted[number][key] += state == State.ACCEPTED
    names = counts_of(_NAMES, workshop)
    genders = {gender.value: (gender.value, str(gender.label)) for gender in Gender}
    return Distribution(
        countries=_shares(received[0], accepted[0], _named(names["countries"])),
        networks=_shares(received[1], accepted[1], _named(names["networks"])),
        genders=_shares(received[2], accepted[2], {**genders, "": ("", _("Not said"))}),
        profiles=_shares(received[3], accepted[3], _named(names["profiles"])),
        states=_state_counts(state for *_keys, state in rows),
    )


_ANSWERS = Statement(
    lambda: (
        Application.objects.received()
        .filter(workshop=Given("workshop"))
        .values_list("city__country", "network", "gender", "profile", "state")
    )
)


def _answered() -> dict[str, ArraySubquery]:
    """What occurs in the applications of a workshop, with its names."""
    received = Application.objects.received().filter(workshop=OuterRef(OuterRef("pk")))

    def named(rows: QuerySet[Any], column: str, key: str, name: str) -> ArraySubquery:
        found = rows.filter(pk__in=received.values(column))
        return ArraySubquery(found.values(one=JSONObject(pk="pk", key=key, name=name)))

    return {
        "countries": named(Country.objects.all(), "city__country", "pk", "names"),
        "networks": named(Network.objects.all(), "network", "slug", "name"),
        "profiles": named(Profile.objects.all(), "profile", "code", "names"),
    }


_NAMES = counts_statement(Workshop, _answered)


def _state_counts(states: Iterable[str]) -> dict[str, int]:
    counted = Counter(states)
    return {state.value: counted[state] for state in State} | {"received": counted.total()}


def _named(rows: Iterable[Mapping[str, Any]]) -> dict[Any, tuple[str, str]]:
    """Key and name by primary key; a name may be in several languages."""
    return {
        row["pk"]: (row["key"], row["name"] if isinstance(row["name"], str) else localize(row["name"]))
        for row in rows
    }


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
