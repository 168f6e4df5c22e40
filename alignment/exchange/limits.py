"""Rule E12: how large a file may be, enforced while it is read."""

MEGABYTE = 1000**2

FILE_BYTES = 5 * MEGABYTE
UNPACKED_BYTES = 100 * MEGABYTE
GROWTH = 200  # of one member that is larger than GROWTH_FREE
GROWTH_FREE = 5 * MEGABYTE
TREE_BYTES = 10 * MEGABYTE
MEMBERS = 500
ELEMENTS = 2_000
CELLS = 340_000
EVIDENCE = 20_000
INDICATORS = 2_000
OBSERVATIONS = 50_000
ACTORS = 2_000
ROLES = 20_000
COMPETENCES = 2_000
LOCAL = 1_000
COLUMNS = 500
EMPTY_ROWS = 2_000  # in a row: what follows is not read
TEXT = 10_000
JSON_DEPTH = 12
ROWS = {  # of the parts of a document
    "elements": ELEMENTS,
    "cells": CELLS,
    "evidence": EVIDENCE,
    "local": LOCAL,
    "indicators": INDICATORS,
    "observations": OBSERVATIONS,
    "actors": ACTORS,
    "roles": ROLES,
    "competences": COMPETENCES,
}
