"""What the cities of a network share."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alignment.models import Goal
from alignment.queries.network import NetworkFigures, frameworks_of, network_figures
from alignment.queries.peers import Peers, peers_of
from alignment.reports.figures import bars_svg, figure_png, has_figure
from alignment.reports.files import network_workbook, section_csv
from alignment.reports.network_sections import find, network_sections
from alignment.reports.sections import Section
from alignment.views.analysis_tables import groups_of, page_table
from participants.models import City, Network
from sdgplatform.access import require
from sdgplatform.exports import FORMATS, file_response
from sdgplatform.ui.parts import Crumb


@dataclass
class Choice:
    """What the address asks for: a framework version that is used here, one of the person's own cities."""

    request: HttpRequest
    network: Network

    @cached_property
    def frameworks(self) -> list[str]:
        return frameworks_of(self.network)

    @cached_property
    def framework(self) -> str:
        wanted = self.request.GET.get("framework", "")
        return wanted if wanted in self.frameworks else next(iter(self.frameworks), "")

    @cached_property
    def cities(self) -> list[City]:
        own = City.objects.filter(pk__in=self.request.user.planned_city_ids)  # type: ignore[union-attr]
        return list(own.order_by("name"))

    @cached_property
    def city(self) -> City | None:
        wanted = self.request.GET.get("city", "")
        return next((city for city in self.cities if city.slug == wanted), next(iter(self.cities), None))

    @cached_property
    def figures(self) -> NetworkFigures:
        return network_figures(self.network, self.framework)

    @cached_property
    def peers(self) -> Peers | None:
        if self.city is None:
            return None
        return peers_of(self.network, self.framework, self.city, self.request.user)

    @cached_property
    def sections(self) -> list[Section]:
        return network_sections(self.figures, self.peers)

    @property
    def query(self) -> str:
        city = f"&city={self.city.slug}" if self.city else ""
        return f"?framework={self.framework}{city}"


@require_GET
@require("alignment.view_network_figures", load=Network)
def network_alignment(request: HttpRequest, network: Network) -> HttpResponse:
    choice = Choice(request, network)
    tables = [page_table(section, _files(choice, section)) for section in choice.sections]
    context = {
        "network": network,
        "choice": choice,
        "figures": choice.figures,
        "peers": choice.peers,
        "groups": groups_of(tables),
        "crumbs": [
            Crumb(_("Networks"), reverse("participants:network_list")),
            Crumb(network.name, reverse("participants:network_detail", args=[network.slug])),
        ],
        "section": "matrices",
    }
    return render(request, "alignment/network_alignment.html", context)


@require_GET
@require("alignment.view_network_figures", load=Network)
def network_alignment_file(
    request: HttpRequest, network: Network, section: str, kind: str
) -> HttpResponseBase:
    """One table as CSV, its figure as SVG or PNG. What is not shown now leads to the page that says why."""
    choice = Choice(request, network)
    found = find(choice.sections, section)
    if found is None or kind not in _formats(found):
        return redirect("alignment:network_alignment", slug=network.slug)
    name = f"{slugify(network.slug)}-{choice.framework}-{section}.{kind}"
    if kind == "csv":
        content = b"".join(section_csv(found))
        return file_response(content, filename=name, content_type=FORMATS["csv"])
    svg = bars_svg({goal.number: goal for goal in Goal.objects.all()}, found, _source(choice))
    if kind == "svg":
        return file_response(svg.encode(), filename=name, content_type="image/svg+xml")
    return file_response(figure_png(svg), filename=name, content_type="image/png")


@require_GET
@require("alignment.view_network_figures", load=Network)
def network_workbook_file(request: HttpRequest, network: Network) -> HttpResponseBase:
    choice = Choice(request, network)
    content = network_workbook(choice.figures, choice.sections, _source(choice)).read()
    name = f"{slugify(network.slug)}-{choice.framework or 'none'}-alignment.xlsx"
    return file_response(content, filename=name, content_type=FORMATS["xlsx"])


def _source(choice: Choice) -> str:
    return _("%(network)s, framework version %(framework)s, %(cities)d cities") % {
        "network": choice.network.name,
        "framework": choice.framework or "–",
        "cities": choice.figures.cities,
    }


def _formats(section: Section) -> list[str]:
    return ["csv", "svg", "png"] if has_figure(section) and section.bar_at is not None else ["csv"]


def _files(choice: Choice, section: Section) -> list[tuple[str, str]]:
    return [
        (
            kind.upper(),
            reverse("alignment:network_alignment_file", args=[choice.network.slug, section.key, kind])
            + choice.query,
        )
        for kind in _formats(section)
    ]
