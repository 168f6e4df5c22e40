from collections.abc import Iterable
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules import queries
from modules.actions.parts import add_part, change_part, move_part
from modules.actions.removal import delete_part
from modules.forms.faults import put_on_form
from modules.forms.modules import PartForm
from modules.models import Module, Part, PartEdition, PartKind
from modules.views import rows
from modules.views.posting import posted
from sdgplatform.access import public, require

IN_MODULE = {"slug": "module__slug", "code": "code"}
LANGUAGE_ORDER = [code for code, _name in settings.LANGUAGES]


@public(load=Part, by=IN_MODULE)
def part_detail(request: HttpRequest, part: Part) -> HttpResponse:
    """The part in each language: to download, to look at, and for its staff with all versions."""
    states = queries.part_state(part).by_language
    context = {
        "module": part.module,
        "part": part,
        "crumbs": rows.crumbs(part.module),
        "icon": rows.ICONS[PartKind(part.kind)],
        "editions": [_shown(part, states[code]) for code in LANGUAGE_ORDER if code in states],
        "versions": _by_language(queries.versions_of(part, request.user)),
        "can_add": request.user.has_perm("modules.add_edition", part),
        "can_change": request.user.has_perm("modules.change_module", part.module),
    }
    return render(request, "modules/part_detail.html", context)


def _shown(part: Part, state: queries.EditionState) -> dict[str, object]:
    kind = state.edition.upload.type.kind if state.edition.upload and state.edition.upload.type else ""
    return {
        "edition": state.edition,
        "mark": rows.edition_mark(state),
        "note": rows.edition_note(state),
        "label": rows.edition_label(state.edition),
        "url": rows.edition_url(part.module, state.edition),
        "is_video": kind in ("mp4", "webm"),
    }


def _by_language(editions: Iterable[PartEdition]) -> list[tuple[str, list[PartEdition]]]:
    """Only languages with something older than what is in force."""
    groups = [(code, list(group)) for code, group in groupby(editions, key=lambda edition: edition.language)]
    return [(code, group) for code, group in groups if len(group) > 1]


@require("modules.change_module", load=Module)
def part_add(request: HttpRequest, module: Module) -> HttpResponse:
    form = PartForm(posted(request))
    if form.is_valid():
        try:
            part = add_part(module, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(part)s is there. Now add its files.") % {"part": part.title})
            return redirect("modules:module_detail", module.slug)
    context = {"form": form, "module": module, "crumbs": rows.crumbs(module)}
    return render(request, "modules/part_form.html", context, status=422 if form.errors else 200)


@require("modules.change_module", load=Part, by=IN_MODULE)
def part_edit(request: HttpRequest, part: Part) -> HttpResponse:
    form = PartForm(posted(request), part=part)
    if form.is_valid():
        try:
            change_part(part, form.cleaned_data, by=request.user)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The part is saved."))
            return redirect("modules:part_detail", part.module.slug, part.code)
    context = {
        "form": form,
        "part": part,
        "module": part.module,
        "crumbs": rows.crumbs(part.module, part),
    }
    return render(request, "modules/part_form.html", context, status=422 if form.errors else 200)


@require_POST
@require("modules.change_module", load=Part, by=IN_MODULE)
def part_move(request: HttpRequest, part: Part) -> HttpResponse:
    move_part(part, "up" if request.POST.get("direction") == "up" else "down", by=request.user)
    return redirect("modules:part_order", part.module.slug)


@require("modules.change_module", load=Module)
def part_order(request: HttpRequest, module: Module) -> HttpResponse:
    context = {
        "module": module,
        "parts": list(module.parts.all().in_order()),
        "crumbs": rows.crumbs(module),
    }
    return render(request, "modules/part_order.html", context)


@require("modules.change_module", load=Part, by=IN_MODULE)
def part_delete(request: HttpRequest, part: Part) -> HttpResponse:
    if request.method == "POST":
        delete_part(part, by=request.user)
        messages.success(request, _("The part is deleted."))
        return redirect("modules:module_detail", part.module.slug)
    context = {
        "part": part,
        "module": part.module,
        "count": part.editions.count(),
        "crumbs": rows.crumbs(part.module, part),
    }
    return render(request, "modules/part_delete.html", context)
