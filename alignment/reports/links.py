"""Where the cells behind a figure are: the matrix, opened at them."""

from urllib.parse import quote

from django.urls import reverse

from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.sections import Ref


class Links:
    """References of one matrix; its address is looked up once."""

    def __init__(self, analysis: MatrixAnalysis) -> None:
        self.analysis = analysis
        self.page = reverse("alignment:matrix_detail", args=[analysis.matrix.code])

    def place(self, code: str) -> Ref:
        return Ref(code, self.analysis.place_title(code), f"{self.page}?goal={code.partition('.')[0]}")

    def goal(self, number: int) -> Ref:
        return self.place(str(number))

    def element(self, code: str) -> Ref:
        return Ref(code, self.analysis.element_titles.get(code, ""), f"{self.page}?q={quote(code)}")

    def cell(self, element: str, place: str) -> Ref:
        """The place, leading to the one cell."""
        url = f"{self.page}?cell={quote(element)}:{quote(place)}#cell"
        return Ref(place, self.analysis.place_title(place), url)
