"""Turns what `queries.py` found into the rows of the components."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from modules.models import Module, Part, PartEdition, PartKind
from modules.queries import Change, EditionState, PartState
from sdgplatform.multilingual import localize, localize_with_language
from sdgplatform.ui.parts import Crumb, HistoryEntry, Mark, PartCell, PartRow
from sdgplatform.ui.texts import NBSP, filesize_text

ICONS = {
    PartKind.GUIDE: "book",
    PartKind.PRESENTATION: "easel",
    PartKind.VIDEO: "play-btn",
    PartKind.HANDOUT: "file-earmark-text",
    PartKind.TOOL: "table",
}


def crumbs(module: Module | None = None, part: Part | None = None) -> list[Crumb]:
    trail = [Crumb(_("Modules"), reverse("modules:module_list"))]
    if module:
        text, language = localize_with_language(module.titles)
        trail.append(Crumb(text, reverse("modules:module_detail", args=[module.slug]), language))
    if module and part:
        text, language = localize_with_language(part.titles)
        trail.append(Crumb(text, part_url(module, part), language))
    return trail


def part_url(module: Module, part: Part) -> str:
    return reverse("modules:part_detail", args=[module.slug, part.code])


def edition_url(module: Module, edition: PartEdition | Change) -> str:
    return reverse("modules:edition_download", args=[module.slug, edition.code])


def edition_label(edition: PartEdition) -> str:
    """ "PDF 2.4 MB", or what to expect of a link."""
    if edition.upload:
        return f"{edition.upload.type_label}{NBSP}{filesize_text(edition.upload.size)}"
    return _("Link")


def edition_mark(state: EditionState) -> Mark:
    words = _("Version %(version)d") % {"version": state.edition.version}
    return Mark("warn" if state.behind else "done", words)


def edition_note(state: EditionState) -> str:
    return _("behind version %(version)d") % {"version": state.behind} if state.behind else ""


def parts_grid(module: Module, states: Iterable[PartState], *, can_add: bool) -> list[PartRow]:
    return [_grid_row(module, state, can_add=can_add) for state in states]


def _grid_row(module: Module, state: PartState, *, can_add: bool) -> PartRow:
    part = state.part
    title, language = localize_with_language(part.titles)
    cells = [
        _grid_cell(module, part, code, state.by_language.get(code), can_add=can_add)
        for code, _name in settings.LANGUAGES
    ]
    return PartRow(
        label=title,
        cells=cells,
        url=part_url(module, part),
        note=part.get_kind_display(),
        icon=ICONS[PartKind(part.kind)],
        lang=language,
    )


def _grid_cell(
    module: Module, part: Part, language: str, state: EditionState | None, *, can_add: bool
) -> PartCell:
    if state is None:
        address = reverse("modules:module_upload", args=[module.slug])
        url = f"{address}?part={part.code}&language={language}" if can_add else ""
        return PartCell(Mark("todo", _("Missing")), url=url, link=_("Add it") if can_add else "")
    return PartCell(
        edition_mark(state),
        note=f"{edition_note(state)} ·" if state.behind else "",
        url=edition_url(module, state.edition),
        link=edition_label(state.edition),
    )


@dataclass(frozen=True)
class Whole:
    """The whole module in one language as one download."""

    language: str
    url: str
    size: int


def whole_module(module: Module, states: Iterable[PartState]) -> Whole | None:
    """In the language of the page, else of the source, else in any; None without any file."""
    sizes: dict[str, int] = {}
    for state in states:
        for language, one in state.by_language.items():
            if one.edition.upload:
                sizes[language] = sizes.get(language, 0) + one.edition.upload.size
    wanted = get_language() or ""
    language = next((code for code in (wanted, module.source_language, *sizes) if code in sizes), "")
    if not language:
        return None
    return Whole(language, reverse("modules:module_archive", args=[module.slug, language]), sizes[language])


def version_entries(module: Module, changes: Iterable[Change]) -> list[HistoryEntry]:
    languages, sentence = dict(settings.LANGUAGES), _("%(part)s, %(language)s, version %(version)d")
    return [
        HistoryEntry(
            text=sentence
            % {"part": localize(one.part), "language": languages[one.language], "version": one.version},
            at=one.added_at,
            note=one.note,
            url=edition_url(module, one),
        )
        for one in changes
    ]


def sdg_goals(targets: Iterable[Any]) -> list[Any]:
    """Each goal once, in order."""
    return list({target.goal.number: target.goal for target in targets}.values())


def export_header() -> list[str]:
    return [
        *(_("Address"), _("Series"), _("Number"), _("Module"), _("Parts"), _("Languages"), _("SDG targets")),
        *(_("Networks"), _("Licence"), _("Who sees it"), _("Sample data")),
    ]


def exported(modules: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows of `queries.with_summary`, in the order of `export_header`."""
    for module in modules:
        yield [
            module.slug,
            module.series.title if module.series else "",
            module.number,
            module.title,
            module.part_count or 0,
            ", ".join(module.language_list),
            ", ".join(target.code for target in sorted(module.targets.all(), key=attrgetter("position"))),
            ", ".join(sorted(network.name for network in module.networks.all())),
            module.get_licence_display(),
            module.get_visibility_display(),
            _("yes") if module.is_sample else "",
        ]
