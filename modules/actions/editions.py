from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modules.actions.parts import add_part
from modules.models import Module, Part, PartEdition
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads.actions import store_upload
from sdgplatform.uploads.models import Upload


class AlreadyThisVersion(ActionRefused):
    """The same content again, for instance because a form was sent twice."""

    code = "already_this_version"

    def __init__(self, edition: PartEdition) -> None:
        self.edition = edition
        words = {"part": str(edition.part), "version": edition.version}
        super().__init__(_("%(part)s: this is already version %(version)d.") % words, version=edition.version)


@dataclass(frozen=True)
class EditionPlan:
    """What to do with one file or link. Without `part`, a new one of `new_kind` named `new_title`."""

    language: str
    part: Part | None = None
    new_kind: str = ""
    new_title: str = ""
    upload: Upload | None = None
    url: str = ""
    note: str = ""
    made_from: int | None = None


@transaction.atomic
def add_edition(
    part: Part,
    *,
    language: str,
    by: Any,
    upload: Upload | None = None,
    url: str = "",
    note: str = "",
    made_from: int | None = None,
) -> PartEdition:
    """The next version of a part in a language; it takes the place of the one before.

    `made_from` is the version in the module's source language that was translated, the newest when not
    given. Raises AlreadyThisVersion when the same file or link is there already.
    """
    part = Part.objects.select_for_update(of=("self",)).select_related("module").get(pk=part.pk)
    editions = list(PartEdition.objects.filter(part=part, language=language).select_related("upload"))
    _refuse_repetition(editions, upload, url)
    last = max((edition.version for edition in editions), default=0)
    PartEdition.objects.filter(part=part, language=language, is_current=True).update(is_current=False)
    edition = PartEdition(
        part=part,
        language=language,
        version=last + 1,
        upload=upload,
        url=url,
        note=note,
        translated_from=_source(part, language, made_from),
        added_by=by,
    )
    _check(edition, last)
    edition.save()
    name = "modules.edition.replaced" if last else "modules.edition.added"
    record(name, by=by, target=edition, scope=part.module, language=language, note=note)
    return edition


def _refuse_repetition(editions: Sequence[PartEdition], upload: Upload | None, url: str) -> None:
    for edition in editions:
        if upload and edition.upload and edition.upload.sha256 == upload.sha256:
            raise AlreadyThisVersion(edition)
        if url and edition.is_current and edition.url == url:
            raise AlreadyThisVersion(edition)


def _source(part: Part, language: str, made_from: int | None) -> PartEdition | None:
    if language == part.module.source_language:
        return None
    sources = PartEdition.objects.filter(part=part, language=part.module.source_language)
    if made_from is None:
        return sources.current().first()
    found = sources.filter(version=made_from).first()
    if found is None:
        words = {"version": made_from}
        raise ValidationError({"made_from": _("There is no version %(version)d to translate.") % words})
    return found


def _check(edition: PartEdition, last: int) -> None:
    if last and not edition.note.strip():
        words = {"version": last}
        raise ValidationError({"note": _("Say what changed against version %(version)d.") % words})
    edition.full_clean()


@transaction.atomic
def receive_files(files: Sequence[Any], *, by: Any) -> list[Upload]:
    """Keeps checked files until their form says what they are; the daily clean-up takes forgotten ones."""
    return [store_upload(file, by=by, checked=file.checked) for file in files]


@transaction.atomic
def file_editions(
    module: Module, plans: Sequence[EditionPlan], *, by: Any
) -> tuple[list[PartEdition], list[AlreadyThisVersion]]:
    """Adds all of them or, on bad input, none. Repetitions are left out and told."""
    added: list[PartEdition] = []
    refused: list[AlreadyThisVersion] = []
    new_parts: dict[tuple[str, str], Part] = {}
    for plan in plans:
        part = plan.part or _new_part(module, plan, new_parts, by)
        try:
            added.append(
                add_edition(
                    part,
                    language=plan.language,
                    by=by,
                    upload=plan.upload,
                    url=plan.url,
                    note=plan.note,
                    made_from=plan.made_from,
                )
            )
        except AlreadyThisVersion as refusal:
            refused.append(refusal)
    return added, refused


def _new_part(module: Module, plan: EditionPlan, made: dict[tuple[str, str], Part], by: Any) -> Part:
    """Files of one name in several languages become one part."""
    key = (plan.new_kind, plan.new_title)
    if key not in made:
        made[key] = add_part(module, kind=plan.new_kind, titles={plan.language: plan.new_title}, by=by)
    return made[key]
