import pytest

import participants.demo
import workshops.demo
from sdgplatform.audit.models import AuditEntry
from tests.factories.modules import ModuleFactory, SeriesFactory
from workshops.demo.large import seed_workshops
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def test_seed_demo_tells_cordoba_and_three_samples_once():
    series = SeriesFactory()
    for number in (1, 2):
        ModuleFactory(series=series, number=number)
    cast = participants.demo.seed_people()
    for _n in range(2):
        workshops.demo.seed_demo(cast)
        found = dict(Workshop.objects.values_list("slug", "state"))
        assert sorted(found.values()) == ["CLOSED", "DRAFT", "OPEN", "SELECTION"]
        assert found["cordoba-2017"] == "CLOSED"
    cordoba = Workshop.objects.get(slug="cordoba-2017")
    assert cordoba.starts_local.isoformat() == "2017-11-28T09:00:00-03:00"
    assert cordoba.venue.name == "Academia Nacional de Ciencias"
    assert [link.network.slug for link in cordoba.organising_links] == ["mercociudades", "uclg-learning"]
    assert [str(link.person) for link in cordoba.workshop_trainers.order_by("position")] == [
        "Rodrigo Corradi",
        "Agustí de Losada",
        "Santiago Gallo",
        "Sara Hoeflich",
    ]
    assert [link.module.number for link in cordoba.workshop_modules.all()] == [2]
    assert cordoba.is_sample
    assert set(cordoba.sessions.values_list("is_sample", flat=True)) == {True}
    assert cordoba.copies.get().state == "DRAFT"
    assert AuditEntry.objects.of(cordoba).exists()


def test_seed_workshops_makes_as_many_as_asked_once():
    participants.demo.seed_people()
    for _n in range(2):
        seed_workshops(30)
    assert Workshop.objects.count() == 30
    assert Workshop.objects.all().matching("taller alineacion 7").count() == 3
