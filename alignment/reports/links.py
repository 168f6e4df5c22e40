"""Where the cells behind a figure are: the matrix, opened at them."""

from urllib.parse import quote

from django.urls import reverse

from alignment.queries.analysis import MatrixAnalysis
from alignment.reports.sections import Ref


class Links:
    """References of one matrix, each made once: thousands of pairs name the same few hundred."""

    def __init__(self, analysis: MatrixAnalysis) -> None:
        self.analysis = analysis
        self.page = reverse("alignment:matrix_detail", args=[analysis.matrix.code])
        self._places: dict[str, Ref] = {}
        self._elements: dict[str, Ref] = {}

    def place(self, code: str) -> Ref:
        if code not in self._places:
            url = f"{self.page}?goal={code.partition('.')[0]}"
            self._places[code] = Ref(code, self.analysis.place_title(code), url)
        return self._places[code]

    def goal(self, number: int) -> Ref:
        return self.place(str(number))

    def element(self, code: str) -> Ref:
        if code not in self._elements:
            title = self.analysis.element_titles.get(code, "")
            self._elements[code] = Ref(code, title, f"{self.page}?q={quote(code)}")
        return self._elements[code]

    def cell(self, element: str, place: str) -> Ref:
        """The place, leading to the one cell."""
        url = f"{self.page}?cell={quote(element)}:{quote(place)}#cell"
        return Ref(place, self.analysis.place_title(place), url)
