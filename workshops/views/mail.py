"""The mail queue of a workshop: read, change, hold, cancel, let go."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.models import QueuedMail
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Action
from workshops.actions import mail as actions
from workshops.forms.mail import KINDS, MailFilterForm, MailForm
from workshops.models import Workshop
from workshops.queries.mails import filtered_mails, held_mails, mail_counts, mail_in
from workshops.views.tabs import workshop_page

SORTS: dict[str, str | tuple[str, ...]] = {
    "to": ("to_name", "to_email"),
    "subject": "subject",
    "made": "created_at",
    "state": "state",
}
STEPS = {
    "hold": actions.hold_workshop_mail,
    "cancel": actions.cancel_workshop_mail,
    "retry": actions.retry_workshop_mail,
}


@require("workshops.view_mail", load=Workshop, by="slug")
def mail_list(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    code = request.GET.get("m", "")
    opened = mail_in(workshop, code) if code else None
    form = MailForm(instance=opened) if opened else None
    return _list_page(request, workshop, opened, form)


def _list_page(
    request: HttpRequest,
    workshop: Workshop,
    opened: QueuedMail | None,
    mail_form: MailForm | None,
    status: int = 200,
) -> HttpResponse:
    form = MailFilterForm(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    sort = parse_sort(request, SORTS, "-made")
    page = paginate(filtered_mails(workshop, wanted).order_by(*sort.fields), request)
    for mail in page:
        mail.about = KINDS.get(mail.kind, mail.kind)
    counts = mail_counts(workshop)
    context = {
        **workshop_page(workshop, request.user, "mail"),
        "form": form,
        "filters": filter_chips(form, request),
        "page": page,
        "sort": sort,
        "counts": counts,
        "waiting": counts["QUEUED"] + counts["SENDING"],
        "opened": opened,
        "mail_form": mail_form,
        "bulk_actions": [Action(_("Let the selected go"), name="which", value="picked", kind="primary")],
    }
    return render(request, "workshops/mail_list.html", context, status=status)


@require_POST
@require("workshops.change_mail", load=Workshop, by="slug")
def mail_release(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """`which` says all held mails or the picked ones; asks again with the number in words."""
    picked = None if request.POST.get("which") == "all" else request.POST.getlist("pick")
    mails = held_mails(workshop, picked)
    back = reverse("workshops:mail_list", kwargs={"slug": workshop.slug})
    if not mails:
        messages.error(request, _("None of the chosen mails is held."))
        return redirect(back)
    if request.POST.get("confirmed"):
        released = actions.release_workshop_mails(workshop, mails, by=request.user)
        text = ngettext("%(n)d mail is on its way.", "%(n)d mails are on their way.", released)
        messages.success(request, text % {"n": released})
        return redirect(back)
    context = {**workshop_page(workshop, request.user, "mail"), "mails": mails, "back": back}
    return render(request, "workshops/mail_release.html", context)


@require_POST
@require("workshops.change_mail", load=Workshop, by="slug")
def mail_edit(request: HttpRequest, workshop: Workshop, code: str) -> HttpResponse:
    mail = _mail(workshop, code)
    form = MailForm(request.POST, instance=mail_in(workshop, code))
    if form.is_valid():
        words = form.cleaned_data
        try:
            actions.edit_workshop_mail(
                workshop, mail, subject=words["subject"], text=words["text"], by=request.user
            )
            messages.success(request, _("Mail saved"))
            return redirect(_panel_url(workshop, mail))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
    return _list_page(request, workshop, mail, form, status=422)


@require_POST
@require("workshops.change_mail", load=Workshop, by="slug")
def mail_step(request: HttpRequest, workshop: Workshop, code: str) -> HttpResponse:
    """hold, cancel, retry or release of one mail."""
    mail, step = _mail(workshop, code), request.POST.get("do", "")
    try:
        if step == "release":
            actions.release_workshop_mails(workshop, [mail], by=request.user)
        elif step in STEPS:
            STEPS[step](workshop, mail, by=request.user)
        else:
            messages.error(request, _("Choose what to do with the mail."))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect(_panel_url(workshop, mail))


def _mail(workshop: Workshop, code: str) -> QueuedMail:
    mail = mail_in(workshop, code)
    if mail is None:
        raise Http404
    return mail


def _panel_url(workshop: Workshop, mail: QueuedMail) -> str:
    return f"{reverse('workshops:mail_list', kwargs={'slug': workshop.slug})}?m={mail.code}#panel"
