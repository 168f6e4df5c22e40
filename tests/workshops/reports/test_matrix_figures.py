"""The figure of a validated matrix in the report is the one of its own page, and the PDF stays accessible."""

import io

import pikepdf
import pytest
from django.utils import translation

from alignment.actions.framework import load_framework
from alignment.models import AlignmentMatrix, MatrixSnapshot
from tests.alignment.golden_matrix import make_golden_matrix
from tests.factories.reports import reported_workshop
from workshops.models import WorkshopMatrix
from workshops.queries.report_facts import workshop_facts
from workshops.reports.chapters.matrices import matrices
from workshops.reports.document import report_document
from workshops.reports.typesetting import typeset_pdf


@pytest.fixture
def golden(db: None) -> AlignmentMatrix:
    load_framework()
    matrix = make_golden_matrix()
    MatrixSnapshot.objects.create(matrix=matrix, content="{}")
    return matrix


def test_the_pdf_describes_what_the_matrix_reaches(golden: AlignmentMatrix) -> None:
    workshop = reported_workshop()
    WorkshopMatrix.objects.create(workshop=workshop, matrix=golden)
    facts = workshop_facts(workshop)
    with translation.override("es"):
        chapter = matrices(facts)
        pdf = typeset_pdf(report_document(facts, version=1), language="es")
    (picture,) = [block for block in chapter["blocks"] if block["kind"] == "picture"]
    assert "Ciudades y comunidades sostenibles" in picture["svg"]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        described = [
            str(thing.Alt)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
    assert any("11 Ciudades y comunidades sostenibles: 2/10" in text for text in described)
