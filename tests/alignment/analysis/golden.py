"""The golden example of the specification: three elements, goals 6, 11 and 13, equal weights."""

from decimal import Decimal

from alignment.actions.framework import DATA
from alignment.analysis.inputs import Element, Link, Place, Table
from alignment.checks.framework_files import read_framework

GOALS = (6, 11, 13)
CODES = [code for goal in GOALS for code in read_framework(DATA).codes["targets"][str(goal)]]
PLACES = [Place(code, int(code.split(".")[0]), is_outcome=code[-1].isdigit()) for code in CODES]
BUDGETS = {"P1": Decimal(600), "P2": Decimal(300), "P3": Decimal(100)}
ELEMENTS = [
    Element(code, is_owned=True, budget=money, currency="ARS", year=2025) for code, money in BUDGETS.items()
]
LINKS = [
    Link("P1", "11.2", 3, "DIRECT"),
    Link("P1", "13.2", 2, "DIRECT"),
    Link("P1", "11.6", 1, "DIRECT"),
    Link("P2", "6.3", 3, "DIRECT"),
    Link("P2", "13.2", -1, "DIRECT"),
    Link("P2", "11.6", 0),
    Link("P3", "11.2", 1, "DIRECT"),
]


def golden_table() -> Table:
    return Table(ELEMENTS, PLACES, LINKS)
