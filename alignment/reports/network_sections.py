"""What the cities of a network share, as sections: no city stands above another."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.queries.network import NetworkFigures, PlaceFrequency
from alignment.queries.peers import Peers
from alignment.reports.sections import Bar, Column, Ref, Section
from sdgplatform.ui.charts import Segment

SHOWN = 200


def network_sections(figures: NetworkFigures, peers: Peers | None) -> list[Section]:
    """Nothing while there are fewer than three cities; peers only for one's own city."""
    if figures.is_hidden:
        return []
    sections = [_goals(figures), _gaps(figures), _strengths(figures), *_targets(figures)]
    return [*sections, *([_offers(peers), _peers(peers)] if peers and not peers.is_hidden else [])]


def _definition() -> str:
    return _(
        "Share of the cities with a helping link on the place, of those that have it in scope. Counted are "
        "validated and published matrices of this framework version of which at least 80 % of the cells are "
        "assessed. A city with several matrices counts once, with the best of them. A goal is reached when "
        "one of its targets is. Fewer than three cities are not shown."
    )


def _columns(first: str) -> list[Column]:
    return [
        Column(first, "place"),
        Column(_("Cities that reach it"), "bar"),
        Column(_("Cities"), "share"),
        Column(_("Strongly"), "share"),
        Column(_("Hindered"), "share", in_file_only=True),
    ]


def _row(row: PlaceFrequency) -> list[object]:
    bar = _("fewer than three cities")
    if row.covered is None:
        return [place_ref(row), bar, None, None, None]
    strong = row.strong.percent or 0 if row.strong else 0
    covered = row.covered.percent or 0
    segments = (Segment(strong, "b1"), Segment(covered - strong, "b2"))
    return [place_ref(row), Bar(segments), row.covered, row.strong, row.hindered]


def place_ref(row: PlaceFrequency) -> Ref:
    """Places of the framework have a page of their own; local ones are only named."""
    return Ref(row.code, row.place.title, _address(row.code) if not row.place.is_local else "")


def _address(code: str) -> str:
    name = "target_detail" if "." in code else "goal_detail"
    return reverse(f"alignment:{name}", args=[code if "." in code else int(code)])


def _goals(figures: NetworkFigures) -> Section:
    return Section(
        key="goals",
        title=_("How many cities reach each goal"),
        lead=_("All matrices count here, those that score goals and those that score targets."),
        definition=_definition(),
        columns=_columns(_("Goal")),
        rows=[_row(row) for row in figures.goals],
        legend=[("b1", _("strongly, +2 or +3")), ("b2", _("partially, +1")), ("", _("not reached"))],
        axis=_("Share of the cities that have the goal in scope, in per cent"),
        note=_(
            "Plans of cities usually reach goals 4 and 11 more often than 15 and 17, where other levels of "
            "government act."
        ),
    )


def _targets(figures: NetworkFigures) -> list[Section]:
    if not figures.targets:
        return []
    section = Section(
        key="targets",
        title=_("How many cities reach each target"),
        lead=_("Only matrices that score targets."),
        definition=_definition(),
        columns=_columns(_("Target")),
        rows=[_row(row) for row in figures.targets],
        shown=SHOWN,
        axis=_("Share of the cities that have the target in scope, in per cent"),
    )
    return [section]


def _gaps(figures: NetworkFigures) -> Section:
    return _in_common(
        figures,
        figures.gaps,
        key="common-gaps",
        title=_("Common gaps"),
        lead=_("Places that at most a quarter of the cities reach: something to learn together."),
        empty=_("No place is reached by a quarter of the cities or fewer."),
    )


def _strengths(figures: NetworkFigures) -> Section:
    return _in_common(
        figures,
        figures.strengths,
        key="common-strengths",
        title=_("Common strengths"),
        lead=_("Places that at least three quarters of the cities reach: something to show."),
        empty=_("No place is reached by three quarters of the cities or more."),
    )


def _in_common(figures: NetworkFigures, rows: Sequence[PlaceFrequency], **words: Any) -> Section:
    return Section(
        **words,
        definition=_definition(),
        columns=[
            Column(_("Target") if figures.targets else _("Goal"), "place"),
            Column(_("Cities"), "share"),
        ],
        rows=[[place_ref(row), row.covered] for row in rows],
        shown=20,
        half=True,
    )


def _offers(peers: Peers) -> Section:
    return Section(
        key="offers",
        title=_("What others strongly cover and %(city)s does not") % {"city": peers.city.name},
        lead=_("Whom to ask, target by target. Only cities whose matrices you may read."),
        definition=_(
            "Places in the scope of %(city)s without a score of +2 or more there, and the other cities that "
            "have one, of those that have the place in scope."
        )
        % {"city": peers.city.name},
        columns=[Column(_("Target"), "place"), Column(_("Cities"), "share"), Column(_("Such as"), "text")],
        rows=[
            [
                Ref(row.code, row.place.title, _address(row.code) if not row.place.is_local else ""),
                row.cities,
                ", ".join(city.name for city in row.named),
            ]
            for row in peers.offers
        ],
        shown=SHOWN,
        empty=_("No other city strongly covers what yours does not."),
    )


def _peers(peers: Peers) -> Section:
    return Section(
        key="peers",
        title=_("Cities that can complement %(city)s") % {"city": peers.city.name},
        lead=_("By name; this is no ranking. Up to twelve of %(number)d.") % {"number": peers.cities},
        definition=_(
            "Complements: of the places that %(city)s does not cover strongly, the share that the other "
            "city covers strongly. Alike: places that both cover, of those that either covers."
        )
        % {"city": peers.city.name},
        columns=[
            Column(_("City"), "text"),
            Column(_("Complements"), "share"),
            Column(_("Alike"), "share"),
        ],
        rows=[[str(peer.city.name), peer.complements, peer.alike] for peer in peers.peers],
        empty=_("No other city can be shown."),
    )


def find(sections: Sequence[Section], key: str) -> Section | None:
    return next((section for section in sections if section.key == key), None)
