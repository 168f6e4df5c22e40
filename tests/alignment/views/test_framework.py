import pytest
from django.test import Client

from alignment.models import FrameworkVersion, Wording

pytestmark = pytest.mark.usefixtures("framework")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("goals/", 200),
        ("goals/11/", 200),
        ("goals/0/", 404),
        ("goals/18/", 404),
        ("targets/11.2/", 200),
        ("targets/1.a/", 200),
        ("targets/13.9/", 404),
        ("targets/x/", 404),
    ],
)
def test_pages_of_the_framework_are_public(client: Client, path: str, status: int) -> None:
    assert client.get(f"/alignment/{path}").status_code == status


def test_goal_list_has_constant_queries(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        response = client.get("/alignment/goals/")
    counts = [(goal.target_count, goal.indicator_count) for goal in response.context["goals"]]
    assert (len(counts), sum(one for one, _two in counts), sum(two for _one, two in counts)) == (17, 169, 251)


def test_target_detail_tells_the_meanings_of_a_code_apart(client: Client) -> None:
    lines = client.get("/alignment/targets/3.b/").context["lines"]
    replaced = [(line.versions, line.is_current) for line in lines if line.code == "3.b.3"]
    assert replaced == [(("2025",), True), (("2017", "2022"), False)]
    repeated = {line.code: line.repeats for line in client.get("/alignment/targets/11.5/").context["lines"]}
    assert repeated["11.5.1"] == ("1.5.1", "13.1.1")


def test_the_operators_wording_stands_on_the_page_in_its_language(client: Client) -> None:
    framework = FrameworkVersion.objects.get(code="2025")
    Wording.objects.create(framework=framework, code="11.2", language="es", text="Texto <oficial>")
    spanish = client.get("/alignment/targets/11.2/", headers={"accept-language": "es"})
    english = client.get("/alignment/targets/11.2/", headers={"accept-language": "en"})
    assert b"Texto &lt;oficial&gt;" in spanish.content
    assert b"oficial" not in english.content


def test_pages_say_that_the_un_has_not_approved_them(client: Client) -> None:
    for path in ("goals/", "goals/11/", "targets/11.2/"):
        assert b"has not been approved by the United Nations" in client.get(f"/alignment/{path}").content
