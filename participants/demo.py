"""The people of the demonstration: the real networks, cities and trainers of the Córdoba workshop, and
five invented persons with accounts to try the platform with (marked as sample data).

Dates of memberships stay blank: we do not know them.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress

from participants.actions.catalogue import load_places, load_profiles
from participants.actions.memberships import add_membership
from participants.actions.people import add_network, add_organisation, add_person
from participants.actions.roles import assign_role
from participants.models import (
    Account,
    City,
    Country,
    Membership,
    Network,
    Organisation,
    Person,
    Profile,
    Role,
    RoleAssignment,
    Subdivision,
)
from participants.models.networks import OrganisationKind

PASSWORD_VARIABLE = "DEMO_PASSWORD"  # noqa: S105 (the name of a variable)
DEFAULT_PASSWORD = "cordoba-2017-demo"  # noqa: S105 (printed on the start page of demonstrations)

NETWORKS: Sequence[tuple[str, str, str, Mapping[str, str]]] = (
    (
        "mercociudades",
        "Mercociudades",
        "https://mercociudades.org",
        {
            "en": "Network of cities of South America.",
            "es": "Red de ciudades de América del Sur.",
            "pt-br": "Rede de cidades da América do Sul.",
            "fr": "Réseau de villes d'Amérique du Sud.",
        },
    ),
    (
        "uclg-learning",
        "UCLG Learning",
        "https://learning.uclg.org",
        {
            "en": "The learning programme of United Cities and Local Governments.",
            "es": "El programa de aprendizaje de Ciudades y Gobiernos Locales Unidos.",
            "pt-br": "O programa de aprendizagem de Cidades e Governos Locais Unidos.",
            "fr": "Le programme d'apprentissage de Cités et Gouvernements Locaux Unis.",
        },
    ),
    (
        "flacma",
        "FLACMA",
        "",
        {
            "en": "Latin American federation of cities, municipalities and local government associations.",
            "es": "Federación latinoamericana de ciudades, municipios y asociaciones de gobiernos locales.",
            "pt-br": "Federação latino-americana de cidades, municípios e associações de governos locais.",
            "fr": "Fédération latino-américaine de villes, communes et associations de gouvernements locaux.",
        },
    ),
    (
        "metropolis",
        "Metropolis",
        "https://www.metropolis.org",
        {
            "en": "World association of the major metropolises.",
            "es": "Asociación mundial de las grandes metrópolis.",
            "pt-br": "Associação mundial das grandes metrópoles.",
            "fr": "Association mondiale des grandes métropoles.",
        },
    ),
    (
        "ucci",
        "UCCI",
        "https://ciudadesiberoamericanas.org",
        {
            "en": "Union of Ibero-American Capital Cities.",
            "es": "Unión de Ciudades Capitales Iberoamericanas.",
            "pt-br": "União de Cidades Capitais Ibero-Americanas.",
            "fr": "Union des villes capitales ibéro-américaines.",
        },
    ),
    (
        "al-las",
        "AL-LAs",
        "",
        {
            "en": "Project of cities for the international action of local governments.",
            "es": "Proyecto de ciudades para la acción internacional de los gobiernos locales.",
            "pt-br": "Projeto de cidades para a ação internacional dos governos locais.",
            "fr": "Projet de villes pour l'action internationale des gouvernements locaux.",
        },
    ),
)

MEMBER_CITIES: Mapping[str, Sequence[tuple[str, str]]] = {
    "mercociudades": (
        ("Asunción", "PY"),
        ("Belo Horizonte", "BR"),
        ("Canelones", "UY"),
        ("Canoas", "BR"),
        ("Córdoba", "AR"),
        ("Guarulhos", "BR"),
        ("La Paz", "BO"),
        ("Montevideo", "UY"),
        ("Morón", "AR"),
        ("Paysandú", "UY"),
        ("Peñalolén", "CL"),
        ("Porto Alegre", "BR"),
        ("Quito", "EC"),
        ("Recife", "BR"),
        ("Rosario", "AR"),
        ("Santa Fe", "AR"),
        ("Tandil", "AR"),
    ),
    "ucci": (
        ("Ciudad de México", "MX"),
        ("La Paz", "BO"),
        ("Montevideo", "UY"),
        ("Quito", "EC"),
    ),
}

ORGANISATIONS: Sequence[dict[str, Any]] = (
    {
        "name": "Confederação Nacional de Municípios (CNM)",
        "kind": OrganisationKind.NETWORK,
        "country_id": "BR",
    },
    {"name": "UCLG – United Cities and Local Governments", "kind": OrganisationKind.NETWORK},
    {"name": "Prefeitura de Porto Alegre", "kind": OrganisationKind.CITY_GOVERNMENT, "country_id": "BR"},
    {"name": "Municipalidad de Córdoba", "kind": OrganisationKind.CITY_GOVERNMENT, "country_id": "AR"},
)

TRAINERS: Sequence[dict[str, str]] = (
    {
        "given_name": "Rodrigo",
        "family_name": "Corradi",
        "organisation": "Prefeitura de Porto Alegre",
        "city": "Porto Alegre",
        "language": "pt-br",
    },
    {"given_name": "Agustí", "family_name": "de Losada", "job_title": "Consultor del módulo"},
    {
        "given_name": "Santiago",
        "family_name": "Gallo",
        "organisation": "Confederação Nacional de Municípios (CNM)",
        "job_title": "CNM / FLACMA",
    },
    {
        "given_name": "Sara",
        "family_name": "Hoeflich",
        "organisation": "UCLG – United Cities and Local Governments",
    },
)

# `key` is the name in the cast and before the @ of the address.
SAMPLE_PEOPLE: Sequence[dict[str, Any]] = (
    {
        "key": "coordinator",
        "given_name": "Lucía",
        "family_name": "Ferreyra",
        "job_title": "Secretaría técnica",
        "profile": "network",
        "roles": (
            ("mercociudades", Role.COORDINATOR, ""),
            ("uclg-learning", Role.COORDINATOR, ""),
        ),
    },
    {
        "key": "trainer",
        "given_name": "Beatriz",
        "family_name": "Nogueira",
        "job_title": "Formadora",
        "profile": "planning",
        "roles": (("mercociudades", Role.TRAINER, ""), ("uclg-learning", Role.TRAINER, "")),
    },
    {
        "key": "planner",
        "given_name": "Marcos",
        "family_name": "Peralta",
        "job_title": "Dirección de planificación",
        "profile": "planning",
        "city": "Córdoba",
        "organisation": "Municipalidad de Córdoba",
        "roles": (("mercociudades", Role.CITY_PLANNER, "Córdoba"),),
    },
    {
        "key": "reviewer",
        "given_name": "Elena",
        "family_name": "Duarte",
        "job_title": "Revisora",
        "profile": "planning",
        "roles": (("mercociudades", Role.REVIEWER, ""), ("uclg-learning", Role.REVIEWER, "")),
    },
    {"key": "admin", "given_name": "Ana", "family_name": "Sosa", "job_title": "Administración", "roles": ()},
)


def seed_people() -> dict[str, Account]:
    """Everything here, once; returns the accounts by name. What is there already stays as it is."""
    load_places()
    load_profiles()
    _seed_los_angeles()
    networks = {row[0]: _seed_network(*row) for row in NETWORKS}
    for slug, cities in MEMBER_CITIES.items():
        for name, country in cities:
            _seed_membership(networks[slug], city=_city(name, country))
    organisations = {row["name"]: _seed_organisation(row) for row in ORGANISATIONS}
    _seed_membership(networks["flacma"], organisation=organisations[ORGANISATIONS[0]["name"]])
    for row in TRAINERS:
        _seed_role(_seed_person(row, is_sample=False), networks["uclg-learning"], Role.TRAINER)
    return {row["key"]: _seed_sample_person(row, networks) for row in SAMPLE_PEOPLE}


def _seed_los_angeles() -> None:
    """Outside of the catalogue; its published commitments are the demonstration's real matrix."""
    country = Country.objects.get(pk="US")
    state, _made = Subdivision.objects.get_or_create(
        country=country, code="CA", defaults={"name": "California"}
    )
    if not City.objects.filter(slug="los-angeles-us").exists():
        City.objects.create(
            geonameid=5368361,
            slug="los-angeles-us",
            name="Los Angeles",
            country=country,
            subdivision=state,
            latitude="34.05223",
            longitude="-118.24368",
            time_zone="America/Los_Angeles",
        )


def _city(name: str, country: str = "") -> City:
    rows = City.objects.filter(name=name).order_by("-population")
    return (rows.filter(country=country) if country else rows)[0]


def _seed_network(slug: str, name: str, website: str, descriptions: Mapping[str, str]) -> Network:
    row = Network(slug=slug, name=name, website=website, descriptions=dict(descriptions))
    return Network.objects.filter(slug=slug).first() or add_network(row, by=None)


def _seed_membership(network: Network, **member: Any) -> None:
    if not Membership.objects.filter(network=network, **member).exists():
        add_membership(Membership(network=network, **member), by=None)


def _seed_organisation(row: Mapping[str, Any]) -> Organisation:
    known = Organisation.objects.filter(name=row["name"]).first()
    return known or add_organisation(Organisation(**row), by=None)


def _seed_person(row: Mapping[str, Any], *, is_sample: bool, email: str = "") -> Person:
    names = {"given_name": row["given_name"], "family_name": row["family_name"]}
    if known := Person.objects.filter(**names, is_sample=is_sample).order_by("pk").first():
        return known
    person = Person(
        **names,
        email=email,
        is_sample=is_sample,
        language=row.get("language", "es"),
        job_title=row.get("job_title", ""),
        city=_city(row["city"]) if row.get("city") else None,
        organisation=Organisation.objects.filter(name=row.get("organisation", "")).first(),
        profile=Profile.objects.filter(code=row.get("profile", "")).first(),
    )
    return add_person(person, by=None)


def _seed_role(person: Person, network: Network, role: Role, city: City | None = None) -> None:
    row = {"person": person, "network": network, "role": role, "city": city}
    if not RoleAssignment.objects.filter(**row).exists():
        assign_role(RoleAssignment(**row, starts_on=None), by=None)


def _seed_sample_person(row: Mapping[str, Any], networks: Mapping[str, Network]) -> Account:
    email = f"{row['key']}@example.org"
    account = Account.objects.filter(email=email).first() or _make_account(
        email, is_admin=row["key"] == "admin"
    )
    person = _seed_person(row, is_sample=True, email=email)
    if person.account_id is None:
        person.account = account
        person.save()
    for slug, role, city in row["roles"]:
        _seed_role(person, networks[slug], role, _city(city) if city else None)
    return account


def _make_account(email: str, *, is_admin: bool) -> Account:
    password = os.environ.get(PASSWORD_VARIABLE) or DEFAULT_PASSWORD
    fields: dict[str, Any] = {"language": "es"}
    make = Account.objects.create_superuser if is_admin else Account.objects.create_user
    account = make(email, password, **fields)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account
