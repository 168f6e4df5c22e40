"""What a matrix says, as bytes that are equal when the content is: the basis of the checksum."""

import json
from typing import Any

from alignment.models import AlignmentMatrix
from alignment.queries.rows import cell_rows, element_rows


def matrix_content(matrix: AlignmentMatrix) -> bytes:
    strategy = matrix.strategy
    content: dict[str, Any] = {
        "framework": matrix.framework_id,
        "granularity": matrix.granularity,
        "scored_level": matrix.scored_level,
        "scope": matrix.scope,
        "version": matrix.version,
        "document": {"title": strategy.title, "city": strategy.city.geonameid or strategy.city.name},
        "elements": [vars(row) for row in element_rows(strategy.elements.order_by("position", "pk"))],
        "cells": [vars(row) for row in cell_rows(matrix)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()
