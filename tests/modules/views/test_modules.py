import csv
import io

import pytest

from modules.models import Module, Series
from tests.factories.alignment import TargetFactory
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory, SeriesFactory
from tests.factories.participants import NetworkFactory, RoleAssignmentFactory
from tests.factories.workshops import WorkshopFactory, WorkshopModuleFactory

pytestmark = pytest.mark.django_db

LIST = "/modules/"
DETAIL = "/modules/planning/"


def titles(response):
    return [str(module) for module in response.context["page"]]


def values(network, **more):
    return {
        "titles_es": "Planificación",
        "titles_en": "Planning in cities",
        "source_language": "es",
        "licence": "CC_BY_4",
        "networks": [network.pk],
        "visibility": "PUBLIC",
        **more,
    }


def test_module_list_shows_what_one_may_see(sign_in, module):
    ModuleFactory(titles={"en": "Open"}, visibility="PUBLIC")
    assert titles(sign_in("visitor").get(LIST)) == ["Open"]
    assert titles(sign_in("trainer").get(LIST)) == ["Open", "Planning"]
    assert titles(sign_in("other_coordinator").get(LIST)) == ["Open"]


def test_module_list_is_in_the_order_of_the_series(sign_in):
    series = SeriesFactory(slug="a")
    for number in (2, 1):
        ModuleFactory(series=series, number=number, titles={"en": f"{number}"}, visibility="PUBLIC")
    assert titles(sign_in("visitor").get(LIST)) == ["1", "2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=localizacion", ["Uno"]),
        ("q=nada", []),
        ("language=pt-br", ["Uno"]),
        ("language=fr", []),
        ("target=11.3", ["Uno"]),
        ("target=11", ["Uno", "Dos"]),
        ("target=11.A", ["Dos"]),
        ("target=99", []),
        ("series=serie-b", ["Dos"]),
        ("q=localizacion&language=pt-br&target=11", ["Uno"]),
        ("visibility=TRAINERS", ["Uno", "Dos"]),
        ("language=xx", ["Uno", "Dos"]),
        ("series=none", ["Uno", "Dos"]),
        ("q=%00", ["Uno", "Dos"]),
        ("page=99", ["Uno", "Dos"]),
    ],
)
def test_module_list_filters(sign_in, query, found):
    """`visibility` is no filter for visitors, and what makes no sense filters nothing."""
    one = ModuleFactory(titles={"es": "Uno"}, summaries={"es": "Localización"}, visibility="PUBLIC", slug="a")
    two = ModuleFactory(
        titles={"es": "Dos"}, visibility="PUBLIC", slug="b", series=SeriesFactory(slug="serie-b")
    )
    one.targets.add(TargetFactory(code="11.3"))
    two.targets.add(TargetFactory(code="11.a"))
    part = PartFactory(module=one)
    EditionFactory(part=part, language="pt-br")
    EditionFactory(part=PartFactory(module=two), language="fr", is_current=False)
    assert sorted(titles(sign_in("visitor").get(f"{LIST}?{query}"))) == sorted(found)


def test_module_list_filters_by_visibility_for_those_signed_in(sign_in, module):
    ModuleFactory(visibility="PUBLIC")
    assert titles(sign_in("trainer").get(f"{LIST}?visibility=TRAINERS")) == ["Planning"]


def test_module_export_has_exactly_the_list(sign_in, module, personas):
    module.targets.set([TargetFactory(code="11.10"), TargetFactory(code="11.3")])
    EditionFactory(part=PartFactory(module=module))
    ModuleFactory(titles={"en": "=1+1"}, slug="other", visibility="PUBLIC")
    client = sign_in("trainer")

    def exported(query):
        content = b"".join(client.get(f"{LIST}export/?{query}").streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content)))[1:]

    assert exported("q=planning") == [
        [
            *("planning", "", "", "Planning", "1", "es", "11.3, 11.10", personas.network.name),
            *("CC BY-SA 4.0", "Trainers and coordinators of its networks", ""),
        ]
    ]
    assert [row[3] for row in exported("")] == ["'=1+1", "Planning"]
    assert client.get(f"{LIST}export/?format=pdf").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_module_export_costs_the_same_for_any_number_of_rows(sign_in, rows, django_assert_num_queries):
    for _number in range(rows):
        module = ModuleFactory(visibility="PUBLIC", series=SeriesFactory(), networks=[NetworkFactory()])
        module.targets.add(TargetFactory())
    client = sign_in("visitor")
    with django_assert_num_queries(3):
        list(client.get(f"{LIST}export/").streaming_content)


@pytest.mark.parametrize("rows", [1, 3])
def test_module_list_costs_the_same_for_any_number_of_rows(sign_in, rows, django_assert_num_queries):
    for number in range(rows):
        module = ModuleFactory(visibility="PUBLIC", series=SeriesFactory())
        module.targets.add(TargetFactory(code=f"11.{number + 1}"))
        EditionFactory(part=PartFactory(module=module))
    client = sign_in("visitor")
    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_module_detail_costs_the_same_for_any_number_of_rows(
    sign_in, rows, module, django_assert_num_queries
):
    for number in range(rows):
        part = PartFactory(module=module)
        EditionFactory(part=part)
        EditionFactory(part=part, language="en")
        module.targets.add(TargetFactory(code=f"11.{number + 1}"))
        module.networks.add(NetworkFactory())
        WorkshopModuleFactory(workshop=WorkshopFactory(lead=NetworkFactory(), state="OPEN"), module=module)
    client = sign_in("trainer")
    client.get(DETAIL)
    with django_assert_num_queries(9):
        client.get(DETAIL)


@pytest.mark.parametrize(
    ("persona", "status"),
    [("trainer", 200), ("admin", 200), ("member", 404), ("visitor", 404), ("viewer", 404)],
)
def test_module_detail_is_for_those_who_see_it(sign_in, module, persona, status):
    assert sign_in(persona).get(DETAIL).status_code == status


def test_module_detail_shows_the_workshops_that_one_may_see(sign_in, module, personas):
    module.visibility = "PUBLIC"
    module.save()
    shown = WorkshopFactory(lead=personas.network, state="OPEN")
    draft = WorkshopFactory(lead=personas.network, state="DRAFT")
    for workshop in (shown, draft):
        WorkshopModuleFactory(workshop=workshop, module=module)
    assert list(sign_in("visitor").get(DETAIL).context["workshops"]) == [shown]
    assert set(sign_in("coordinator").get(DETAIL).context["workshops"]) == {shown, draft}


def test_module_detail_says_when_a_translation_is_behind(sign_in, module):
    part = PartFactory(module=module)
    old = EditionFactory(part=part, is_current=False)
    EditionFactory(part=part, version=2)
    EditionFactory(part=part, language="pt-br", translated_from=old)
    [row] = sign_in("trainer").get(DETAIL).context["parts"]
    assert [(cell.mark.kind, str(cell.mark.label), str(cell.note)) for cell in row.cells] == [
        ("done", "Version 2", ""),
        ("warn", "Version 1", "behind version 2 ·"),
        ("todo", "Missing", ""),
        ("todo", "Missing", ""),
    ]


def test_module_detail_escapes_what_people_wrote(sign_in, module):
    module.titles = {"en": "<script>alert(1)</script>"}
    module.save()
    assert b"<script>alert(1)" not in sign_in("trainer").get(DETAIL).content


@pytest.mark.parametrize(
    ("persona", "status"),
    [("trainer", 200), ("coordinator", 200), ("translator", 403), ("member", 403), ("visitor", 302)],
)
def test_module_add_is_for_authors(sign_in, personas, persona, status):
    assert sign_in(persona).get("/modules/new/").status_code == status


def test_module_add(sign_in, personas):
    TargetFactory(code="11.3")
    response = sign_in("trainer").post("/modules/new/", values(personas.network, targets=["11.3"]))
    module = Module.objects.get()
    assert response["Location"] == "/modules/planning-in-cities/"
    assert module.titles == {"es": "Planificación", "en": "Planning in cities"}
    assert list(module.targets.values_list("code", flat=True)) == ["11.3"]
    assert (module.created_by, module.visibility) == (personas["trainer"], "PUBLIC")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"titles_es": "", "titles_en": ""}, "titles"),
        ({"titles_es": "x" * 201}, "titles"),
        ({"networks": []}, "networks"),
        ({"networks": ["999999"]}, "networks"),
        ({"visibility": "NOBODY"}, "visibility"),
        ({"number": "3"}, "__all__"),
        ({"number": "-1"}, "number"),
        ({"number": "99999999999"}, "number"),
        ({"duration_minutes": "99999999999"}, "duration_minutes"),
        ({"targets": ["99.9"]}, "targets"),
        ({"source_language": "de"}, "source_language"),
        ({"authors": "a\0b"}, "authors"),
    ],
)
def test_module_add_bad_input_comes_back_at_its_field(sign_in, personas, change, field):
    response = sign_in("trainer").post("/modules/new/", values(personas.network, **change))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].data["licence"] == "CC_BY_4"
    assert Module.objects.count() == 0


def test_module_add_only_with_own_networks(sign_in, personas):
    response = sign_in("trainer").post("/modules/new/", values(personas.other_network))
    assert list(response.context["form"].errors) == ["networks"]


def test_the_only_network_of_an_author_is_chosen_beforehand(sign_in, personas):
    def chosen(persona):
        form = sign_in(persona).get(f"{LIST}new/").context["form"]
        return list(form["networks"].value() or [])

    assert chosen("trainer") == [personas.network.pk]
    RoleAssignmentFactory(person=personas["trainer"].person, network=personas.other_network, role="TRAINER")
    assert chosen("trainer") == []


def test_module_edit_keeps_the_networks_of_others(sign_in, personas, module):
    module.networks.add(personas.other_network)
    client = sign_in("trainer")
    both = [personas.network.pk, personas.other_network.pk]
    client.post(f"{DETAIL}edit/", values(personas.network, networks=both))
    module.refresh_from_db()
    assert set(module.networks.all()) == {personas.network, personas.other_network}
    assert (module.slug, module.title) == ("planning", "Planning in cities")


def test_module_edit_shows_what_is_stored(sign_in, module):
    TargetFactory(code="11.2")
    module.targets.add(TargetFactory(code="11.3"))
    content = sign_in("trainer").get(f"{DETAIL}edit/").content.decode()
    assert content.count('<details class="border-bottom') == 1
    assert 'value="11.3" id="id_targets_0_1" checked' in content
    assert 'value="11.2" id="id_targets_0_0">' in content


@pytest.mark.parametrize(
    ("persona", "status"),
    [("trainer", 200), ("translator", 403), ("other_coordinator", 404), ("member", 404), ("visitor", 302)],
)
@pytest.mark.parametrize("page", ["edit/", "delete/", "history/", "parts/", "parts/new/"])
def test_module_pages_of_authors(sign_in, module, persona, status, page):
    assert sign_in(persona).get(f"{DETAIL}{page}").status_code == status


def test_module_delete_asks_and_then_deletes(sign_in, module):
    client = sign_in("trainer")
    assert client.get(f"{DETAIL}delete/").status_code == 200
    assert Module.objects.count() == 1
    assert client.post(f"{DETAIL}delete/")["Location"] == LIST
    assert Module.objects.count() == 0


def test_module_delete_is_refused_while_taught(sign_in, module):
    WorkshopModuleFactory(workshop=WorkshopFactory(), module=module)
    response = sign_in("trainer").post(f"{DETAIL}delete/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Workshops teach this module, so it stays."
    ]
    assert Module.objects.count() == 1


def test_module_history_tells_what_was_done(sign_in, personas, module):
    client = sign_in("trainer")
    client.post(f"{DETAIL}edit/", values(personas.network))
    [entry] = client.get(f"{DETAIL}history/").context["page"]
    assert (entry.sentence, entry.actor_text) == ("changed the module", "Trainer")


def test_series_add(sign_in):
    response = sign_in("trainer").post("/modules/series/new/", {"titles_es": "Colección de módulos"})
    assert response["Location"] == "/modules/new/"
    assert Series.objects.get().slug == "coleccion-de-modulos"


def test_series_add_needs_a_title(sign_in):
    response = sign_in("trainer").post("/modules/series/new/", {})
    assert (response.status_code, Series.objects.count()) == (422, 0)


@pytest.mark.parametrize(("persona", "status"), [("translator", 403), ("visitor", 302)])
def test_series_add_is_for_authors(sign_in, persona, status):
    assert sign_in(persona).get("/modules/series/new/").status_code == status


def test_texts_of_the_list_are_escaped(sign_in):
    hostile, shown = "<b>&</b>", "&lt;b&gt;&amp;&lt;/b&gt;"
    series = SeriesFactory(titles={"en": hostile})
    ModuleFactory(visibility="PUBLIC", titles={"en": hostile}, series=series, number=1, slug="hostile")
    rows = sign_in("visitor").get(LIST).content.decode().partition("<tbody")[2].partition("</tbody>")[0]
    assert (rows.count("<b>"), rows.count(shown)) == (0, 2)
    assert f'<a href="/modules/hostile/">Module 1: {shown}</a>' in rows
    assert rows.count("none yet") == 2
    assert "Who sees it" not in rows


def test_the_list_names_languages_goals_and_who_sees_it(sign_in, module):
    EditionFactory(part=PartFactory(module=module), language="pt-br")
    module.targets.add(TargetFactory(code="11.2"))
    rows = sign_in("trainer").get(LIST).content.decode().partition("<tbody")[2].partition("</tbody>")[0]
    assert '<span lang="pt-BR">Português (Brasil)</span>' in rows
    assert "sdg-11" in rows
    assert "Trainers and coordinators of its networks" in rows
