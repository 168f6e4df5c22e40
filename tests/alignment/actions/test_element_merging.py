import pytest
from django.core.exceptions import ValidationError

from alignment.actions.element_merging import GONE, MatrixIsWithReviewers, clashes, merge_elements
from alignment.actions.strategies import ElementIsValidated
from alignment.models import ActorRole, Strategy, StrategyElement
from tests.factories.alignment import (
    ActorFactory,
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    CellCommentFactory,
    EvidenceFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[StrategyElement, StrategyElement]:
    """P1 scores 11.2 and 13.2; P2 scores 11.2 and 6.3 and has an action below it."""
    strategy: Strategy = StrategyFactory()
    kept = StrategyElementFactory(strategy=strategy, code="P1", level="PROJECT", position=1)
    gone = StrategyElementFactory(strategy=strategy, code="P2", level="PROJECT", position=2)
    StrategyElementFactory(strategy=strategy, code="A1", level="ACTION", parent=gone, position=3)
    matrix = AlignmentMatrixFactory(strategy=strategy)
    for element, code, score in ((kept, "11.2", 3), (kept, "13.2", -1), (gone, "11.2", 1), (gone, "6.3", 2)):
        AlignmentCellFactory(matrix=matrix, element=element, target=TargetFactory(code=code), score=score)
    return kept, gone


def scores(element: StrategyElement) -> dict[str, int]:
    return dict(element.cells.values_list("target__code", "score"))


def test_cells_children_and_all_that_hangs_on_them_go_over(
    pair: tuple[StrategyElement, StrategyElement],
) -> None:
    kept, gone = pair
    matrix = kept.cells.first().matrix
    proof = EvidenceFactory(matrix=matrix)
    proof.cells.add(gone.cells.get(target__code="11.2"))
    comment = CellCommentFactory(matrix=matrix, element=gone)
    actor = ActorFactory(city=kept.strategy.city)
    for element, role in ((kept, "PARTNER"), (gone, "PARTNER"), (gone, "FUNDER")):
        ActorRole.objects.create(actor=actor, element=element, role=role)
    assert merge_elements(kept, gone, by=None) == 1
    assert scores(kept) == {"11.2": 3, "13.2": -1, "6.3": 2}
    assert list(proof.cells.values_list("element__code", "score")) == [("P1", 3)]
    comment.refresh_from_db()
    assert comment.element == kept
    assert sorted(actor.roles.values_list("element__code", "role")) == [("P1", "FUNDER"), ("P1", "PARTNER")]
    rows = kept.strategy.elements.order_by("position").values_list("code", "parent__code", "position")
    assert list(rows) == [("P1", None, 1), ("A1", "P1", 2)]
    matrix.refresh_from_db()
    assert matrix.replaced_at_revision == matrix.revision > 0


def test_chosen_cell_stays(pair: tuple[StrategyElement, StrategyElement]) -> None:
    kept, gone = pair
    [clash] = clashes(kept, gone)
    assert (clash.kept.score, clash.gone.score) == (3, 1)
    merge_elements(kept, gone, by=None, choices={clash.key: GONE})
    assert scores(kept) == {"11.2": 1, "13.2": -1, "6.3": 2}


def test_tree_must_hold(pair: tuple[StrategyElement, StrategyElement]) -> None:
    kept, gone = pair
    child = gone.children.get()
    with pytest.raises(ValidationError):
        merge_elements(child, gone, by=None)
    with pytest.raises(ValidationError):
        merge_elements(kept, kept, by=None)
    assert StrategyElement.objects.count() == 3
    assert scores(gone) == {"11.2": 1, "6.3": 2}


@pytest.mark.parametrize(
    ("state", "refusal"), [("VALIDATED", ElementIsValidated), ("SUBMITTED", MatrixIsWithReviewers)]
)
def test_what_others_rely_on_stays(
    pair: tuple[StrategyElement, StrategyElement], state: str, refusal: type[Exception]
) -> None:
    kept, gone = pair
    matrix = kept.cells.first().matrix
    matrix.state, matrix.checksum = state, "x"
    matrix.save()
    with pytest.raises(refusal):
        merge_elements(kept, gone, by=None)
    assert scores(gone) == {"11.2": 1, "6.3": 2}
