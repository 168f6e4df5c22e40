"""A participant's own page of the day, made for the phone."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from modules.models import PartEdition
from modules.models.parts import PartKind
from sdgplatform.access import require
from sdgplatform.ui.parts import AgendaBlock, FileLink, Mark
from sdgplatform.ui.statuses import mark_of
from sdgplatform.ui.texts import in_zone, moment_text
from workshops.models import Exercise, Session, Workshop
from workshops.queries.attendance import own_participation
from workshops.queries.my_workshop import (
    OwnMark,
    moment_of,
    own_marks,
    own_matrices,
    own_sessions,
    taught_editions,
)

ICONS = {
    PartKind.PRESENTATION: "file-earmark-slides",
    PartKind.VIDEO: "play-btn",
    PartKind.TOOL: "table",
}


@never_cache
@require("workshops.view_my_workshop", load=Workshop, by="slug")
def my_workshop(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    participation = own_participation(workshop, request.user)
    if participation is None:  # an administrator may open every page, but takes no part
        return redirect("workshops:workshop_detail", slug=workshop.slug)
    sessions = own_sessions(workshop)
    moment = moment_of(sessions, timezone.now())
    marks = own_marks(participation, sessions)
    files = taught_editions(workshop, request.user, get_language() or "en")
    context = {
        "workshop": workshop,
        "participation": participation,
        "now": moment.now,
        "now_label": _until(moment.now, workshop) if moment.now else "",
        "now_text": _where(moment.now) if moment.now else "",
        "now_mark": _checked_in(moment.now, marks),
        "next_blocks": [_block(session) for session in moment.after],
        "marks": [
            (own.session, mark_of(own.attendance, "status") if own.attendance else None) for own in marks
        ],
        "present": sum(own.attendance is not None and own.attendance.status == "PRESENT" for own in marks),
        "files": [_file(edition) for edition in files],
        "total_size": sum(edition.upload.size for edition in files if edition.upload),
        "matrices": [
            (matrix, _url("alignment:matrix_detail", matrix.code))
            for matrix in own_matrices(participation, request.user)
        ],
        "exercises": list(Exercise.objects.joinable().filter(session__workshop=workshop).order_by("pk")),
        "section": "workshops",
    }
    return render(request, "workshops/my_workshop.html", context)


def _until(session: Session, workshop: Workshop) -> str:
    end = moment_text(in_zone(session.ends_at, workshop.zone), "time")
    return _("Now, until %(time)s") % {"time": end}


def _where(session: Session) -> str:
    trainers = ", ".join(trainer.full_name for trainer in session.trainers.all())
    if trainers and session.room:
        return _("With %(trainers)s in %(room)s.") % {"trainers": trainers, "room": session.room}
    if trainers:
        return _("With %(trainers)s.") % {"trainers": trainers}
    return _("In %(room)s.") % {"room": session.room} if session.room else ""


def _checked_in(session: Session | None, marks: Sequence[OwnMark]) -> Mark | None:
    if session is None or not session.takes_attendance:
        return None
    own = next((one.attendance for one in marks if one.session.pk == session.pk), None)
    if own is None:
        return Mark("todo", _("You are not checked in yet"))
    if own.status == "PRESENT":
        return Mark("done", _("You are checked in"))
    return mark_of(own, "status")


def _block(session: Session) -> AgendaBlock:
    return AgendaBlock(session.starts_at, session.minutes, session.title, lang=session.language)


def _file(edition: PartEdition) -> FileLink:
    note = f"{edition.part.get_kind_display()}, {_kind_of_file(edition)}"
    icon = ICONS.get(PartKind(edition.part.kind), "file-earmark-text")
    url = _url("modules:edition_download", edition.part.module.slug, edition.code) or edition.url
    size = edition.upload.size if edition.upload else None
    return FileLink(edition.part.title, url, size, note=note, icon=icon, lang=edition.language)


def _kind_of_file(edition: PartEdition) -> str:
    if edition.upload is None:
        return _("link to another site")
    return edition.upload.original_name.rpartition(".")[2].upper()


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
