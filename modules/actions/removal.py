from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modules.models import Module, Part, PartEdition
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.uploads.actions import discard_upload
from sdgplatform.uploads.models import Upload


class ModuleIsTaught(ActionRefused):
    code = "module_is_taught"
    message = _("Workshops teach this module, so it stays.")


class VersionIsInUse(ActionRefused):
    code = "version_is_in_use"
    message = _("A translation was made from this version, so it stays.")


@transaction.atomic
def delete_module(module: Module, *, by: Any) -> None:
    """With all its parts and files. Refused while a workshop, past or planned, teaches it."""
    module = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    taught = module.workshops.count()
    if taught:
        raise ModuleIsTaught(workshops=taught)
    discard_editions(PartEdition.objects.filter(part__module=module))
    record("modules.module.deleted", by=by, target=module, scope=module, slug=module.slug)
    module.delete()


def discard_editions(editions: Any) -> None:
    """Removes rows and their files; a file that another row uses too stays."""
    uploads = list(Upload.objects.filter(part_editions__in=editions).distinct())
    editions.delete()
    for upload in uploads:
        if not PartEdition.objects.filter(upload=upload).exists():
            discard_upload(upload)


@transaction.atomic
def delete_part(part: Part, *, by: Any) -> None:
    discard_editions(PartEdition.objects.filter(part=part))
    record("modules.part.deleted", by=by, target=part, scope=part.module)
    part.delete()


@transaction.atomic
def delete_edition(edition: PartEdition, *, by: Any) -> None:
    """A version added by mistake; the one before it takes its place."""
    part = Part.objects.select_for_update(of=("self",)).get(pk=edition.part_id)
    if edition.translations.exists():
        raise VersionIsInUse
    rows = PartEdition.objects.filter(part=part, language=edition.language)
    record("modules.edition.deleted", by=by, target=edition, scope=part.module, note=edition.note)
    discard_editions(rows.filter(pk=edition.pk))
    before = rows.order_by("-version").first()
    if edition.is_current and before:
        PartEdition.objects.filter(pk=before.pk).update(is_current=True)
