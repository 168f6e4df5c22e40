import hashlib
import io

import pytest
from django.core.files.base import ContentFile

from alignment.actions.imports import ImportTarget, apply_import, check_import
from alignment.demo.los_angeles import commitments_document, seed_los_angeles
from alignment.exchange.exporting import export_matrix
from alignment.exchange.json_format import canonical_json
from alignment.exchange.known import Known
from alignment.exchange.reading import read_document
from alignment.models import AlignmentMatrix, Strategy
from tests.factories.participants import CountryFactory
from tests.personas import personas

__all__ = ["personas"]


@pytest.fixture
def seeded(framework, personas):
    CountryFactory(iso2="US", names={"en": "United States"})
    return seed_los_angeles(personas.accounts)


def test_each_sentence_of_the_thirteen_cells_is_one_commitment(framework):
    document = commitments_document()
    assert len([row for row in document.elements if row.level == "OBJECTIVE"]) == 15
    assert [cell.target for cell in document.cells] == [
        *("2.1", "2.4", "3.6", "3.9", "6.4", "6.4", "7.2", "7.b", "11.1", "11.2", "11.7"),
        *("12.5", "12.5", "13.2", "13.2"),
    ]


def test_same_commitment_under_two_indicators_is_one_element_that_names_both(framework):
    (element,) = [row for row in commitments_document().elements if "micro-mobility" in row.title]
    assert element.description == "Indicators of the city's platform: 11.2.1, 11.2.2."


def test_titles_are_the_citys_sentences_without_the_name_of_the_document(framework):
    titles = [row.title for row in commitments_document().elements if row.level == "OBJECTIVE"]
    assert "Recycle 100% of all wastewater for beneficial reuse by 2035" in titles
    assert "Increase the number of urban agriculture sites in L.A. by at least 25% by 2025" in titles
    assert [title for title in titles if "pLAn" in title or title.startswith("-")] == []


def test_codes_that_the_un_does_not_have_are_named(framework):
    note = commitments_document().meta.method_note
    for code in ("10.x.1", "5.5.2a", "5.x.1", "8.5.1a", "3.9.4"):
        assert code in note


def test_seeded_matrix_is_validated_by_another_than_its_author(seeded, personas):
    assert [seeded.state, seeded.cells.count(), seeded.evidence.count()] == ["VALIDATED", 15, 2]
    assert seeded.created_by == personas["planner"]
    assert [step.by for step in seeded.transitions.filter(to_state="VALIDATED")] == [personas["reviewer"]]
    assert seeded.strategy.city.geonameid == 5368361


def test_each_link_is_a_direct_tick_with_the_sentence_and_its_source(seeded):
    rows = seeded.cells.values_list("score", "kind", "provenance", "original_value").distinct()
    assert list(rows) == [(2, "DIRECT", "IMPORTED", "listed")]
    for cell in seeded.cells.select_related("element"):
        assert cell.rationale == cell.element.title
        assert cell.evidence.count() == 1


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_export_is_what_was_validated_even_when_the_strategy_changes(seeded, kind):
    before = export_matrix(seeded, kind)
    seeded.strategy.elements.update(title="Other")
    seeded.strategy.title = "Other"
    seeded.strategy.save()
    after = export_matrix(AlignmentMatrix.objects.get(pk=seeded.pk), kind)
    if kind == "json":
        assert hashlib.sha256(after.content).hexdigest() == seeded.checksum
        assert after.content == before.content
    else:
        known = Known(frozenset(cell.target for cell in commitments_document().cells), frozenset({"2025"}))
        documents = [
            read_document(io.BytesIO(file.content), file.name, known).document for file in (before, after)
        ]
        assert documents[0] == documents[1]
        assert len(documents[0].cells) == 15


def test_seeding_again_changes_nothing(seeded, personas):
    before = canonical_json(seeded)
    again = seed_los_angeles(personas.accounts)
    assert [again.pk, canonical_json(again)] == [seeded.pk, before]
    assert [Strategy.objects.count(), AlignmentMatrix.objects.count()] == [1, 1]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_exported_and_imported_into_a_fresh_strategy_it_is_equal(seeded, personas, kind):
    """But for the strategy's own title: a city has each strategy once."""
    file = export_matrix(seeded, kind)
    by = personas["admin"]
    content = ContentFile(file.content, name=file.name)
    row = check_import(content, by=by, target=ImportTarget(city=seeded.strategy.city))
    assert [issue["message"] for issue in row.issues if issue["level"] == "error"] == []
    copy = AlignmentMatrix.objects.get(imports=apply_import(row, by=by))
    assert copy.strategy_id != seeded.strategy_id
    assert canonical_json(copy) == canonical_json(seeded)
