"""Sums of products for all pairs at once.

20,000 pairs that meet in 169 places are a million products one by one. Here the values of one place are the
fields of one long whole number, so that one addition adds to all pairs of a position. Nothing is rounded.
"""

import sys
from collections.abc import Iterable, Mapping

FIELD = 32  # bits; a sum of products stays far below 2**31
HALF = 1 << (FIELD - 1)


def paired(places: Iterable[Mapping[int, int]], size: int) -> list[list[int]]:
    """For each two of `size` positions the sum, over the places, of the products of their values.

    A place has the values of those positions that have one there.
    """
    sums = [0] * size
    for values in places:
        fields = sum(value << (FIELD * position) for position, value in values.items())
        multiples = {value: value * fields for value in set(values.values())}
        for position, value in values.items():
            sums[position] += multiples[value]
    # Half a field added to each keeps negative sums out of their neighbours.
    halves = sum(HALF << (FIELD * position) for position in range(size))
    return [_fields(one + halves, size) for one in sums]


def _fields(number: int, size: int) -> list[int]:
    written = number.to_bytes(size * FIELD // 8, sys.byteorder)
    fields = memoryview(written).cast("I").tolist()
    return [field - HALF for field in (fields if sys.byteorder == "little" else reversed(fields))]
