from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.matrices import AlignmentMatrix
from alignment.models.strategies import Strategy
from participants.models import City, Network
from sdgplatform.db import choice_constraint, short_code
from sdgplatform.uploads.models import Upload


class MatrixImportQuerySet(models.QuerySet["MatrixImport"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        rows = self.defer("changes")
        return rows if user.is_superuser else rows.filter(uploaded_by=user)


class ImportState(models.TextChoices):
    CHECKED = "CHECKED", _("Checked")
    REFUSED = "REFUSED", _("Has errors")
    APPLIED = "APPLIED", _("Applied")


class ImportMode(models.TextChoices):
    MERGE = "MERGE", _("Add to what is there")
    REPLACE = "REPLACE", _("Replace what is there")


class MatrixImport(models.Model):
    """A file on its way in: read and checked first (the preview), applied in one transaction later."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    strategy = models.ForeignKey(
        Strategy, null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    matrix = models.ForeignKey(
        AlignmentMatrix, null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose strategy a file without a strategy to go into becomes.",
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ImportState.choices)
    mode = models.CharField(
        _("what happens to cells that the file does not have"),
        max_length=7,
        choices=ImportMode.choices,
        default=ImportMode.MERGE,
    )
    scale: Any = models.JSONField(
        default=dict, blank=True, help_text="Sign in the file -> score, where the defaults do not fit."
    )
    columns: Any = models.JSONField(
        default=dict, blank=True, help_text="Header in the file -> our field, for files with other headers."
    )
    issues: Any = models.JSONField(
        default=list, blank=True, help_text="[{level, rule, sheet, row, column, message}]"
    )
    summary: Any = models.JSONField(
        default=dict,
        blank=True,
        help_text="What applying adds, changes, clears; and what it was compared with.",
    )
    changes: Any = models.JSONField(
        default=dict, blank=True, help_text="Every single change by group; read page by page, never whole."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = MatrixImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            choice_constraint("matrix_import", "state", ImportState),
            choice_constraint("matrix_import", "mode", ImportMode),
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False, strategy__isnull=False)
                | (~Q(state="APPLIED") & Q(applied_at__isnull=True)),
                name="matrix_import_applied_has_time_and_strategy",
            ),
        ]

    def __str__(self) -> str:
        return str(self.upload)


class ColumnMapping(models.Model):
    """How someone read the columns of a spreadsheet: the next file with these headers is read alike."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="column_mappings"
    )
    headers = models.CharField(max_length=64, help_text="SHA-256 of the folded headers, in order.")
    columns: Any = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [
            models.UniqueConstraint(fields=["account", "headers"], name="column_mapping_once_per_headers")
        ]

    def __str__(self) -> str:
        return self.headers
