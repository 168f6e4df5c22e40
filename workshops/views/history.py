from collections.abc import Iterable

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sdgplatform.access import require
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Crumb, HistoryEntry
from workshops.models import Workshop, WorkshopState
from workshops.views.tabs import workshop_page


@require("workshops.view_overview", load=Workshop)
def workshop_history(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    page: Page[AuditEntry] = paginate(AuditEntry.objects.under(scope_key(workshop)), request)
    context = {
        **workshop_page(workshop, request.user, "history", crumbs=[Crumb(_("History"))]),
        "page": page,
        "entries": history_entries(page),
    }
    return render(request, "workshops/workshop_history.html", context)


def history_entries(entries: Iterable[AuditEntry]) -> list[HistoryEntry]:
    return [HistoryEntry(_said(entry), entry.at, note=_note(entry)) for entry in entries]


def _said(entry: AuditEntry) -> str:
    step = entry.details.get("to_state")
    words = {"who": entry.actor_text or _("The system"), "did": entry.sentence, "what": entry.target_text}
    if step in WorkshopState.values:
        return _("%(who)s %(did)s: %(what)s") % {**words, "what": WorkshopState(step).label}
    if entry.target_type == Workshop._meta.label_lower:
        return _("%(who)s %(did)s") % words
    return _("%(who)s %(did)s: %(what)s") % words


def _note(entry: AuditEntry) -> str:
    return str(entry.details.get("reason") or "")
