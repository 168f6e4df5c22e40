"""What a validated matrix stands on beside its own content: see docs/adr/0013-validated-figures.md."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from alignment.models.matrices import AlignmentMatrix
from alignment.models.strategies import StrategyElement

ELEMENT_FIELDS = (
    *("id", "strategy_id", "parent_id", "level", "code", "title", "description", "need", "responsible"),
    *("starts_on", "ends_on", "status", "budget", "currency", "budget_year", "position"),
)


class MatrixBasis(models.Model):
    """Rows, scope, indicators and voices as they were when the matrix was validated.

    The database refuses to change it while the matrix is validated. It goes into no file: voices are not for
    everyone.
    """

    matrix = models.OneToOneField(
        AlignmentMatrix, primary_key=True, on_delete=models.CASCADE, related_name="basis"
    )
    elements = models.JSONField(encoder=DjangoJSONEncoder, help_text="In order; see ELEMENT_FIELDS.")
    left_out = models.JSONField(help_text="Code of a target -> why the city leaves it out.")
    local_goals = models.JSONField(help_text="Keys of the goals that the city or its network had added.")
    local_targets = models.JSONField(help_text="The same of targets.")
    indicators = models.JSONField(help_text="Those of the city, as the formulas read them.")
    indicator_names = models.JSONField()
    linked = models.JSONField(help_text="Key of a cell -> codes of its indicators.")
    exercises = models.JSONField(help_text="What their groups scored: code, title, scores of each group.")
    voices = models.JSONField(help_text="Elements and places in which others than the city have a part.")

    class Meta:
        verbose_name = "basis of a matrix"
        verbose_name_plural = "bases of matrices"

    def __str__(self) -> str:
        return str(self.matrix_id)

    @cached_property
    def rows(self) -> list[StrategyElement]:
        """The elements with their keys, not to be saved."""
        return [_element(values) for values in self.elements]


def element_values(elements: Iterable[StrategyElement]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in ELEMENT_FIELDS} for row in elements]


def _element(values: Mapping[str, Any]) -> StrategyElement:
    read = [_field(name).to_python(values[name]) for name in ELEMENT_FIELDS]
    return StrategyElement.from_db("default", ELEMENT_FIELDS, read)


def _field(name: str) -> Any:
    return cast(Any, StrategyElement._meta.get_field(name.removesuffix("_id")))


def kept_basis(matrix: AlignmentMatrix) -> MatrixBasis | None:
    """Read once for each object of a matrix; None while it is not validated."""
    return getattr(matrix, "basis", None) if matrix.is_frozen else None
