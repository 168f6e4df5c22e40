from pathlib import PurePosixPath
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sdgplatform.db import long_code
from sdgplatform.uploads.types import FileType, type_of

STORED_UNDER = "uploads"


def stored_path(upload: "Upload", filename: str) -> str:
    """Unguessable, without anything of the original name but its extension."""
    return f"{STORED_UNDER}/{upload.code[:2]}/{upload.code}{PurePosixPath(filename).suffix.lower()}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def unused(self) -> Self:
        """Files that no record of any app holds, such as those of a form that was never finished."""
        found = self
        for relation in Upload._meta.related_objects:
            holders = relation.field.model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(holders))
        return found


class Upload(models.Model):
    """One stored file, never changed after it was stored."""

    code = models.CharField(max_length=40, unique=True, default=long_code, editable=False)
    file = models.FileField(upload_to=stored_path, max_length=200)
    original_name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.original_name

    @property
    def type(self) -> FileType | None:
        return type_of(self.content_type)

    @property
    def type_label(self) -> str:
        """PDF, PPTX, ... as lists show it."""
        return self.type.label if self.type else PurePosixPath(self.original_name).suffix[1:].upper()
