"""The content of a matrix as the exchange format says it, to compare with earlier ones."""

from alignment.exchange.json_format import canonical_json
from alignment.models import AlignmentMatrix, MatrixSnapshot
from alignment.queries.changes import Content, read_content


def content_now(matrix: AlignmentMatrix) -> Content:
    """What was validated, once it was: the strategy may have been edited since."""
    if matrix.is_frozen:
        kept = MatrixSnapshot.objects.filter(matrix=matrix).values_list("content", flat=True).first()
        if kept:
            return read_content(kept)
    return read_content(canonical_json(matrix))
