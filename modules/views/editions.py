from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from modules.actions.editions import AlreadyThisVersion, file_editions, receive_files
from modules.actions.removal import delete_edition
from modules.forms.editions import FilesForm, LinkForm, UploadPlacingForm, all_valid
from modules.forms.faults import put_on_form
from modules.forms.guesses import Guess, guess_place
from modules.models import Module, Part, PartEdition
from modules.views import rows
from modules.views.posting import posted
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads.models import Upload
from sdgplatform.uploads.responses import serve_upload

IN_MODULE = {"slug": "part__module__slug", "code": "code"}
TOKEN_AGE = 24 * 60 * 60


@require_safe
@public(load=PartEdition, by=IN_MODULE)
def edition_download(request: HttpRequest, edition: PartEdition) -> HttpResponseBase:
    """The file under its own name; a link leads on to where it points."""
    if edition.upload is None:
        return HttpResponseRedirect(edition.url)
    return serve_upload(edition.upload, request, as_attachment="download" in request.GET)


@require("modules.add_edition", load=Module)
def module_upload(request: HttpRequest, module: Module) -> HttpResponse:
    """Takes the files; the next page asks what each of them is."""
    form = FilesForm(posted(request), request.FILES or None)
    hints = {name: request.GET[name] for name in ("part", "language") if request.GET.get(name)}
    if request.method == "POST" and form.is_valid():
        uploads = receive_files(form.cleaned_data["materials"], by=request.user)
        for refusal in form.fields["materials"].refusals:  # type: ignore[attr-defined]
            messages.error(request, refusal)
        token = signing.dumps([upload.code for upload in uploads], salt=_salt(request, module))
        address = reverse("modules:upload_sort", args=[module.slug])
        return redirect(f"{address}?{urlencode({'files': token, **hints})}")
    context = {
        "form": form,
        "module": module,
        "crumbs": rows.crumbs(module),
        "hints": urlencode(hints),
        "part": module.parts.filter(code=hints.get("part", "")).first(),
    }
    return render(request, "modules/module_upload.html", context, status=422 if form.errors else 200)


def _salt(request: HttpRequest, module: Module) -> str:
    return f"modules.upload.{module.pk}.{request.user.pk}"


def _waiting_uploads(request: HttpRequest, module: Module) -> list[Upload]:
    """Files of the address's token, in their order: those this person brought for this module today."""
    token = request.GET.get("files", "")
    try:
        codes = signing.loads(token, salt=_salt(request, module), max_age=TOKEN_AGE)
    except signing.BadSignature:
        return []
    found = {upload.code: upload for upload in Upload.objects.filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


@require("modules.add_edition", load=Module)
def upload_sort(request: HttpRequest, module: Module) -> HttpResponse:
    uploads = _waiting_uploads(request, module)
    if not uploads:
        messages.error(request, _("These files are not waiting any more. Upload them again."))
        return redirect("modules:module_upload", module.slug)
    forms = _placing_forms(request, module, uploads)
    if request.method == "POST" and all_valid(forms):
        done = _file(request, module, forms[0], [form.upload_plan() for form in forms])
        if done:
            return done
    has_errors = any(form.errors for form in forms)
    context = {"forms": forms, "module": module, "crumbs": rows.crumbs(module), "page_has_errors": has_errors}
    return render(request, "modules/upload_sort.html", context, status=422 if has_errors else 200)


def _placing_forms(
    request: HttpRequest, module: Module, uploads: Sequence[Upload]
) -> list[UploadPlacingForm]:
    parts = list(module.parts.all().in_order())
    editions = list(
        PartEdition.objects.current().filter(part__module=module).select_related("part", "upload")
    )
    return [
        UploadPlacingForm(
            posted(request),
            module=module,
            parts=parts,
            upload=upload,
            guess=_with_hints(request, guess_place(upload, parts, editions)),
        )
        for upload in uploads
    ]


def _with_hints(request: HttpRequest, guess: Guess) -> Guess:
    """Where the person came from says more than the name of the file, except for the language."""
    return Guess(
        part=request.GET.get("part") or guess.part,
        language=guess.language or request.GET.get("language", ""),
    )


def _file(request: HttpRequest, module: Module, form: Any, plans: Sequence[Any]) -> HttpResponse | None:
    try:
        added, refused = file_editions(module, plans, by=request.user)
    except ValidationError as error:
        put_on_form(form, error)
        return None
    _tell(request, added, refused)
    return redirect("modules:module_detail", module.slug)


def _tell(request: HttpRequest, added: Sequence[PartEdition], refused: Sequence[AlreadyThisVersion]) -> None:
    if added:
        words = ngettext("%(count)d edition is added.", "%(count)d editions are added.", len(added))
        messages.success(request, words % {"count": len(added)})
    for refusal in refused:
        messages.info(request, str(refusal))


@require("modules.add_edition", load=Module)
def link_add(request: HttpRequest, module: Module) -> HttpResponse:
    initial = {name: request.GET.get(name, "") for name in ("part", "language")}
    parts = list(module.parts.all().in_order())
    form = LinkForm(posted(request), module=module, parts=parts, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _file(request, module, form, [form.link_plan()])
        if done:
            return done
    context = {"form": form, "module": module, "crumbs": rows.crumbs(module)}
    return render(request, "modules/link_form.html", context, status=422 if form.errors else 200)


@require("modules.delete_edition", load=PartEdition, by=IN_MODULE)
def edition_delete(request: HttpRequest, edition: PartEdition) -> HttpResponse:
    part: Part = edition.part
    if request.method == "POST":
        try:
            delete_edition(edition, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The version is deleted."))
        return redirect("modules:part_detail", part.module.slug, part.code)
    context = {
        "edition": edition,
        "part": part,
        "module": part.module,
        "crumbs": rows.crumbs(part.module, part),
    }
    return render(request, "modules/edition_delete.html", context)
