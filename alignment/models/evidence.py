from django.db import models
from django.utils.translation import gettext_lazy as _

from alignment.models.matrices import AlignmentCell, AlignmentMatrix
from sdgplatform.db import choice_constraint
from sdgplatform.uploads.models import Upload


class EvidenceKind(models.TextChoices):
    PLAN_CLAUSE = "PLAN_CLAUSE", _("Clause of the plan")
    NORM = "NORM", _("Norm")
    BUDGET_LINE = "BUDGET_LINE", _("Budget line")
    INDICATOR = "INDICATOR", _("Indicator")
    STUDY = "STUDY", _("Study")
    AGREEMENT = "AGREEMENT", _("Agreement")
    OTHER = "OTHER", _("Other")


class Evidence(models.Model):
    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="evidence")
    ref = models.CharField(_("reference"), max_length=30)
    kind = models.CharField(
        _("kind"), max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.PLAN_CLAUSE
    )
    citation = models.CharField(_("citation"), max_length=500)
    page = models.CharField(_("page"), max_length=30, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cells = models.ManyToManyField(AlignmentCell, related_name="evidence", blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            choice_constraint("evidence", "kind", EvidenceKind),
            models.UniqueConstraint(fields=["matrix", "ref"], name="evidence_ref_once_per_matrix"),
        ]

    def __str__(self) -> str:
        return self.citation
