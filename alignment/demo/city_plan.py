"""Sample data of what Córdoba adds: two local targets, a local goal, indicators, actors, competences.

Every figure is invented; the strategy they belong to says that it is sample data.
"""

from decimal import Decimal
from typing import Any

from alignment.actions.actors import add_role, save_actor, set_competences
from alignment.actions.indicators import add_observation, save_indicator
from alignment.actions.local_framework import save_local_goal, save_local_target
from alignment.models import Actor, Indicator, LocalIndicator, Strategy, Target

TARGETS = (
    (
        "11.2-CBA1",
        "Ómnibus cada 10 minutos en los corredores",
        "A bus every 10 minutes on the corridors",
        "10 min",
        2019,
    ),
    (
        "18.1",
        "Un espacio cultural en cada barrio",
        "A cultural venue in every district",
        "1 por barrio",
        2023,
    ),
)
# code, name, unit, direction, global indicator, relation, baseline, milestone, target, values, cells
INDICATORS: tuple[tuple[Any, ...], ...] = (
    (
        *("MOV-1", "Población a 500 m de una parada", "%", "UP", "11.2.1", "SAME"),
        *((2015, "71"), (2017, "76"), (2019, "82")),
        ((2015, "71"), (2016, "73.4"), (2017, "75.1")),
        (("A1.1.1", "11.2"), ("A1.2.1", "11.2")),
    ),
    (
        *("RES-1", "Residuos recuperados", "%", "UP", "12.5.1", "PROXY"),
        *((2015, "4"), None, (2019, "15")),
        ((2015, "4"), (2016, "5.5")),
        (("A2.1.1", "12.5"),),
    ),
    (
        *("AGU-1", "Vuelcos sin tratar", "m³/día", "DOWN", "6.3.1", "PROXY"),
        *((2015, "98000"), (2017, "70000"), (2019, "20000")),
        ((2015, "98000"), (2016, "95000"), (2017, "81000")),
        (("A2.2.1", "6.3"),),
    ),
    (
        *("GEN-1", "Mujeres atendidas por violencias", "personas", "UP", "", "LOCAL"),
        *((2016, "1850"), None, None),
        ((2016, "1850"),),
        (("B2.1.2", "5.2"),),
    ),
)
# name, kind, tier, influence, interest, stance, ((role, element), ...)
ACTORS: tuple[tuple[Any, ...], ...] = (
    ("Secretaría de Transporte", "MUNICIPAL_UNIT", "LOCAL", 4, 5, 2, (("RESPONSIBLE", "A1.1.1"),)),
    (
        *("Universidad pública local", "ACADEMIA", "PROVINCIAL", 3, 4, 1),
        (("PARTNER", "C1.1.1"), ("CONSULTED", "A1.1.1")),
    ),
    ("Ministerio provincial de Agua", "PROVINCE", "PROVINCIAL", 5, 3, 1, (("FUNDER", "A2.2.1"),)),
    ("Cooperativas de recicladores", "COMMUNITY", "LOCAL", 2, 5, 1, (("AFFECTED", "A2.1.1"),)),
    ("Cámara de transportistas", "PRIVATE", "METROPOLITAN", 4, 4, -1, (("OPPONENT", "A1.1.3"),)),
)
COMPETENCES = {"11.2": 3, "11.6": 3, "12.5": 3, "6.3": 2, "5.2": 2, "3.8": 1, "16.1": 0, "7.2": 0, "4.2": 2}


def seed_city_plan(strategy: Strategy, *, by: Any) -> None:
    """Does nothing when the city has indicators already."""
    city = strategy.city
    if city.indicators.exists():
        return
    save_local_goal(
        strategy,
        None,
        by=by,
        owner=city,
        number=18,
        titles={
            "es": "Cultura y diversidad",
            "en": "Culture and diversity",
            "pt-br": "Cultura e diversidade",
        },
        pillar="PEOPLE",
    )
    for code, spanish, english, aim, year in TARGETS:
        titles = {"es": spanish, "en": english}
        values = {"code": code, "titles": titles, "kind": "OUTCOME", "aim": aim, "due_year": year}
        save_local_target(strategy, None, by=by, owner=city, **values)
    for row in INDICATORS:
        _indicator(strategy, row, by=by)
    for row in ACTORS:
        _actor(strategy, row, by=by)
    keys = dict(Target.objects.filter(code__in=COMPETENCES).values_list("code", "pk"))
    set_competences(city, {keys[code]: (degree, "") for code, degree in COMPETENCES.items()}, by=by)


def _indicator(strategy: Strategy, row: tuple[Any, ...], *, by: Any) -> None:
    code, name, unit, direction, un_code, relation, baseline, milestone, target, values, cells = row
    marks = {"BASELINE": baseline, "MILESTONE": milestone, "TARGET": target}
    indicator: LocalIndicator = save_indicator(
        strategy.city,
        None,
        by=by,
        marks={role: (mark[0], Decimal(mark[1])) if mark else None for role, mark in marks.items()},
        code=code,
        name=name,
        unit=unit,
        direction=direction,
        un_indicator=Indicator.objects.filter(code=un_code, framework__is_current=True).first(),
        relation=relation,
        periodicity="Anual",
        source="Datos de muestra",
    )
    for year, value in values:
        add_observation(indicator, by=by, year=year, value=Decimal(value))
    for element, place in cells:
        found = strategy.elements.get(code=element).cells.filter(target__code=place).first()
        if found:
            found.indicators.add(indicator)


def _actor(strategy: Strategy, row: tuple[Any, ...], *, by: Any) -> None:
    name, kind, tier, influence, interest, stance, roles = row
    values = {"kind": kind, "tier": tier, "influence": influence, "interest": interest, "stance": stance}
    actor: Actor = save_actor(strategy.city, None, by=by, name=name, **values)
    for role, element in roles:
        add_role(actor, by=by, role=role, element=strategy.elements.get(code=element))
