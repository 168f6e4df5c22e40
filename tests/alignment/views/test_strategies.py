from typing import Any

import pytest
from django.test import Client

from alignment.models import Strategy, StrategyElement, TargetRelevance
from tests.factories.alignment import (
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.personas import Personas


def sign_in(client: Client, personas: Personas, name: str) -> Client:
    if name != "visitor":
        client.force_login(personas[name])
    return client


@pytest.fixture
def strategy(personas: Personas) -> Strategy:
    return StrategyFactory(city=personas.city, network=personas.network, title="Plan")


PAGES = ("", "edit/", "scope/", "elements/new/", "elements/A/edit/", "elements/A/delete/")


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("planner", [200] * 6),
        ("coordinator", [200] * 6),
        ("reviewer", [200, *[403] * 5]),
        ("other_coordinator", [404] * 6),
        ("visitor", [404, *[302] * 5]),
    ],
)
@pytest.mark.usefixtures("framework")
def test_who_opens_the_pages_of_a_strategy(
    client: Client, personas: Personas, strategy: Strategy, name: str, statuses: list[int]
) -> None:
    StrategyElementFactory(strategy=strategy, code="A")
    sign_in(client, personas, name)
    found = [client.get(f"/alignment/strategies/{strategy.code}/{page}").status_code for page in PAGES]
    assert found == statuses


def test_strategy_new_makes_one_for_the_planners_city(client: Client, personas: Personas) -> None:
    sign_in(client, personas, "planner")
    form = {
        "city": personas.city.pk,
        "title": "Plan de Metas",
        "kind": "GOVERNMENT",
        "period_start": 2016,
        "period_end": 2019,
        "language": "es",
        "network": personas.network.pk,
    }
    assert client.post("/alignment/strategies/new/", {**form, "period_end": 2010}).status_code == 422
    assert client.post("/alignment/strategies/new/", {**form, "title": ""}).status_code == 422
    assert (
        client.post("/alignment/strategies/new/", {**form, "network": personas.other_network.pk}).status_code
        == 422
    )
    assert Strategy.objects.count() == 0
    response = client.post("/alignment/strategies/new/", form)
    strategy = Strategy.objects.get()
    assert response.url == f"/alignment/strategies/{strategy.code}/"
    assert (strategy.city, strategy.created_by) == (personas.city, personas["planner"])


def test_strategy_edit_changes_it(client: Client, personas: Personas, strategy: Strategy) -> None:
    sign_in(client, personas, "planner")
    form = {
        "title": "Plan nuevo",
        "kind": "CLIMATE",
        "period_start": 2016,
        "period_end": 2020,
        "language": "es",
        "network": personas.network.pk,
    }
    client.post(f"/alignment/strategies/{strategy.code}/edit/", form)
    strategy.refresh_from_db()
    assert (strategy.title, strategy.kind, strategy.period_end) == ("Plan nuevo", "CLIMATE", 2020)


def element(**values: Any) -> dict[str, Any]:
    return {"level": "AXIS", "code": "A", "title": "Ciudad", **values}


def test_elements_are_added_below_each_other(client: Client, personas: Personas, strategy: Strategy) -> None:
    sign_in(client, personas, "planner")
    page = f"/alignment/strategies/{strategy.code}/elements/new/"
    client.post(page, element())
    top = StrategyElement.objects.get(code="A")
    project = element(level="PROJECT", code="A1", parent=top.pk, budget="1000.50", currency="ars")
    response = client.post(page, {**project, "another": "1"})
    assert response.url == f"{page}?parent=A"
    row = StrategyElement.objects.get(code="A1")
    assert (row.parent, row.position, row.currency, str(row.budget)) == (top, 2, "ARS", "1000.50")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "A"}, "code"),
        ({"code": "A 1"}, "code"),
        ({"code": "B", "title": ""}, "title"),
        ({"level": "AXIS", "code": "B", "below": True}, "level"),
        ({"code": "B", "budget": "-1", "currency": "ARS"}, "__all__"),
        ({"code": "B", "budget": "1"}, "__all__"),
        ({"code": "B", "starts_on": "2018-02-01", "ends_on": "2018-01-01"}, "__all__"),
        ({"code": "B", "starts_on": "1950-01-01"}, "starts_on"),
        ({"code": "B", "starts_on": "soon"}, "starts_on"),
    ],
)
def test_bad_elements_come_back_with_what_was_typed(
    client: Client, personas: Personas, strategy: Strategy, values: dict[str, Any], field: str
) -> None:
    top = StrategyElementFactory(strategy=strategy, code="A", level="AXIS")
    sign_in(client, personas, "planner")
    if values.pop("below", False):
        values = {**values, "parent": top.pk}
    response = client.post(
        f"/alignment/strategies/{strategy.code}/elements/new/", element(**{"title": "Typed", **values})
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert StrategyElement.objects.count() == 1


def test_an_element_does_not_go_below_itself(client: Client, personas: Personas, strategy: Strategy) -> None:
    top = StrategyElementFactory(strategy=strategy, code="A", level="AXIS")
    below = StrategyElementFactory(strategy=strategy, code="A1", level="OBJECTIVE", parent=top)
    sign_in(client, personas, "planner")
    values = element(level="PROGRAMME", code="A", parent=below.pk)
    response = client.post(f"/alignment/strategies/{strategy.code}/elements/A/edit/", values)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["parent"]


def test_elements_move_among_their_siblings(client: Client, personas: Personas, strategy: Strategy) -> None:
    one = StrategyElementFactory(strategy=strategy, code="A", level="AXIS", position=1)
    StrategyElementFactory(strategy=strategy, code="A1", parent=one, position=2)
    StrategyElementFactory(strategy=strategy, code="B", level="AXIS", position=3)
    sign_in(client, personas, "planner")
    page = f"/alignment/strategies/{strategy.code}/elements/move/"
    client.post(page, {"up": "B"})
    in_order = strategy.elements.order_by("position").values_list("code", flat=True)
    assert list(in_order.all()) == ["B", "A", "A1"]
    client.post(page, {"up": "B"})
    client.post(page, {"down": "B"})
    assert list(in_order.all()) == ["A", "A1", "B"]
    assert client.post(page, {"up": "nothing"}).status_code == 302
    assert client.get(page).status_code == 405


@pytest.mark.usefixtures("framework")
def test_element_delete_names_the_cells_first(client: Client, personas: Personas, strategy: Strategy) -> None:
    top = StrategyElementFactory(strategy=strategy, code="A", level="AXIS")
    below = StrategyElementFactory(strategy=strategy, code="A1", parent=top)
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025")
    AlignmentCellFactory(matrix=matrix, element=below, score=-2)
    sign_in(client, personas, "planner")
    page = f"/alignment/strategies/{strategy.code}/elements/A/delete/"
    context = client.get(page).context
    assert [row.code for row in context["branch"]] == ["A", "A1"]
    assert [(cell.element, cell.place, cell.score) for cell in context["cells"]] == [("A1", "11.2", -2)]
    assert StrategyElement.objects.count() == 2
    client.post(page)
    assert (StrategyElement.objects.count(), matrix.cells.count()) == (0, 0)


@pytest.mark.usefixtures("framework")
def test_what_a_validated_matrix_scores_stays(client: Client, personas: Personas, strategy: Strategy) -> None:
    row = StrategyElementFactory(strategy=strategy, code="A")
    matrix = AlignmentMatrixFactory(strategy=strategy, framework_id="2025", state="VALIDATED", checksum="x")
    AlignmentCellFactory(matrix=matrix, element=row)
    sign_in(client, personas, "planner")
    client.post(f"/alignment/strategies/{strategy.code}/elements/A/delete/")
    values = element(level="PROJECT", code="Z", title="New title")
    page = f"/alignment/strategies/{strategy.code}/elements/A/edit/"
    assert client.post(page, values).status_code == 422
    assert client.post(page, {**values, "code": "A"}).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.title) == ("A", "New title")


@pytest.mark.usefixtures("framework")
def test_strategy_scope_keeps_the_other_goals(client: Client, personas: Personas, strategy: Strategy) -> None:
    sign_in(client, personas, "planner")
    page = f"/alignment/strategies/{strategy.code}/scope/"
    for goal, code in ((14, "14.1"), (11, "11.c")):
        targets = {row.code: row.pk for row in client.get(f"{page}?goal={goal}").context["form"].targets}
        values = {f"status_{targets[code]}": "NOT_APPLICABLE", f"reason_{targets[code]}": "No coast"}
        client.post(f"{page}?goal={goal}", values)
    left_out = TargetRelevance.objects.filter(city=strategy.city).order_by("target__position")
    assert list(left_out.values_list("target__code", "reason")) == [
        ("11.c", "No coast"),
        ("14.1", "No coast"),
    ]
    assert client.post(f"{page}?goal=14", {}).status_code == 302
    assert list(left_out.all().values_list("target__code", flat=True)) == ["11.c"]
    assert client.get(f"{page}?goal=x").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_strategy_list_has_constant_queries(
    client: Client, personas: Personas, django_assert_num_queries: object, count: int
) -> None:
    for _number in range(count):
        row = StrategyFactory(network=personas.network)
        AlignmentMatrixFactory(strategy=row)
        StrategyElementFactory(strategy=row)
    sign_in(client, personas, "coordinator")
    with django_assert_num_queries(4):
        response = client.get("/alignment/strategies/")
    assert len(response.context["page"].object_list) == count


def test_strategy_list_finds_and_shows_only_ones_own(
    client: Client, personas: Personas, strategy: Strategy
) -> None:
    StrategyFactory(network=personas.other_network, title="Plan ajeno")
    StrategyFactory(network=personas.network, title="Otro")
    sign_in(client, personas, "reviewer")
    rows = client.get("/alignment/strategies/?q=PLÁN").context["page"].object_list
    assert [row.title for row in rows] == ["Plan"]
