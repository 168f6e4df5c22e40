"""Sample strategies of four cities. The cities are real; rows and scores are invented and marked as such."""

from collections.abc import Mapping, Sequence

from alignment.actions.cells import CellValues

# code, title, responsible unit, budget in millions of ARS; the level follows from the depth of the code.
Element = tuple[str, str, str, int]
# target, score, kind: D direct, I indirect, E enabling.
Link = tuple[str, int, str]

CORDOBA_ELEMENTS: Sequence[Element] = (
    ("A", "Ciudad sustentable", "", 0),
    ("A1", "Movilidad accesible y limpia", "", 0),
    ("A1.1", "Transporte público", "", 0),
    ("A1.1.1", "Corredores de ómnibus", "Secretaría de Transporte", 620),
    ("A1.1.2", "Flota de piso bajo", "Secretaría de Transporte", 340),
    ("A1.1.3", "Boleto social", "Secretaría de Transporte", 210),
    ("A1.2", "Movilidad activa", "", 0),
    ("A1.2.1", "Red de ciclovías", "Dirección de Movilidad Activa", 85),
    ("A1.2.2", "Veredas accesibles", "Dirección de Obras Viales", 120),
    ("A2", "Ambiente urbano sano", "", 0),
    ("A2.1", "Gestión de residuos", "", 0),
    ("A2.1.1", "Centros verdes", "Secretaría de Ambiente", 64),
    ("A2.1.2", "Ampliar relleno sanitario", "Secretaría de Ambiente", 280),
    ("A2.2", "Agua y saneamiento", "", 0),
    ("A2.2.1", "Planta depuradora, 2.ª etapa", "Dirección de Redes Sanitarias", 910),
    ("A2.2.2", "Red cloacal zona sur", "Dirección de Redes Sanitarias", 450),
    ("B", "Ciudad inclusiva", "", 0),
    ("B1", "Hábitat y barrios", "", 0),
    ("B1.1", "Barrios populares", "", 0),
    ("B1.1.1", "Regularización dominial", "Dirección de Hábitat", 150),
    ("B1.1.2", "Parques educativos", "Secretaría de Educación", 190),
    ("B2", "Cuidado e igualdad", "", 0),
    ("B2.1", "Salud y cuidados", "", 0),
    ("B2.1.1", "Jardines maternales", "Secretaría de Educación", 260),
    ("B2.1.2", "Atención a las violencias", "Dirección de Género", 45),
    ("C", "Gobierno abierto", "", 0),
    ("C1", "Datos y participación", "", 0),
    ("C1.1", "Transparencia", "", 0),
    ("C1.1.1", "Portal de datos abiertos", "Dirección de Modernización", 18),
    ("C1.1.2", "Presupuesto participativo", "Secretaría de Participación", 140),
)

CORDOBA_LINKS: Mapping[str, Sequence[Link]] = {
    "A1.1.1": (
        ("3.6", 1, "I"),
        ("7.3", 1, "I"),
        ("9.1", 2, "D"),
        ("10.2", 1, "I"),
        ("11.2", 3, "D"),
        ("11.3", 1, "I"),
        ("11.4", -1, "I"),
        ("11.6", 2, "D"),
        ("11.7", 1, "D"),
        ("13.2", 2, "D"),
    ),
    "A1.1.2": (
        ("3.9", 1, "I"),
        ("7.3", 1, "D"),
        ("9.4", 1, "D"),
        ("10.2", 2, "D"),
        ("11.2", 3, "D"),
        ("11.6", 2, "D"),
        ("13.2", 1, "I"),
    ),
    "A1.1.3": (("1.4", 2, "D"), ("4.3", 1, "I"), ("10.2", 2, "D"), ("11.2", 2, "D")),
    "A1.2.1": (
        ("3.4", 2, "I"),
        ("3.6", 1, "D"),
        ("11.2", 2, "D"),
        ("11.6", 1, "D"),
        ("11.7", 1, "D"),
        ("13.2", 1, "I"),
    ),
    "A1.2.2": (("3.6", 1, "D"), ("10.2", 2, "D"), ("11.2", 2, "D"), ("11.3", 1, "I"), ("11.7", 2, "D")),
    "A2.1.1": (("1.4", 1, "I"), ("8.3", 2, "D"), ("10.2", 1, "I"), ("11.6", 3, "D"), ("12.5", 3, "D")),
    "A2.1.2": (
        ("3.9", -2, "D"),
        ("6.3", -1, "D"),
        ("11.6", 1, "D"),
        ("12.4", 1, "D"),
        ("12.5", -2, "D"),
        ("13.2", -2, "D"),
        ("15.1", -1, "I"),
    ),
    "A2.2.1": (
        ("3.9", 2, "D"),
        ("6.2", 2, "D"),
        ("6.3", 3, "D"),
        ("7.2", 1, "E"),
        ("11.5", 1, "I"),
        ("11.6", 1, "I"),
        ("15.1", 1, "D"),
    ),
    "A2.2.2": (("1.4", 2, "D"), ("3.3", 2, "D"), ("6.2", 3, "D"), ("11.1", 2, "D")),
    "B1.1.1": (
        ("1.4", 3, "D"),
        ("5.a", 1, "D"),
        ("10.2", 1, "D"),
        ("11.1", 3, "D"),
        ("11.3", 1, "D"),
        ("11.5", -2, "D"),
    ),
    "B1.1.2": (
        ("4.1", 2, "I"),
        ("4.a", 2, "D"),
        ("8.6", 1, "I"),
        ("10.2", 1, "D"),
        ("11.3", 1, "D"),
        ("11.7", 2, "D"),
        ("16.7", 1, "E"),
    ),
    "B2.1.1": (("1.3", 1, "D"), ("4.2", 3, "D"), ("5.4", 3, "D"), ("8.5", 1, "I"), ("10.2", 1, "I")),
    "B2.1.2": (("5.2", 3, "D"), ("10.3", 1, "I"), ("11.7", 1, "I"), ("16.1", 2, "D")),
    "C1.1.1": (("9.c", 1, "I"), ("16.6", 2, "D"), ("16.10", 3, "D"), ("17.18", 2, "D")),
    "C1.1.2": (("5.5", 1, "E"), ("10.2", 1, "D"), ("11.3", 3, "D"), ("16.7", 3, "D"), ("17.17", 1, "I")),
}

# Why a project decides a target: required for ±3, and what a reader wants to know.
CORDOBA_RATIONALES: Mapping[tuple[str, str], str] = {
    (
        "A1.1.1",
        "11.2",
    ): "Tres corredores exclusivos acercan el transporte público a seis de cada diez habitantes.",
    (
        "A1.1.2",
        "11.2",
    ): "Las unidades de piso bajo son la condición para viajar de quienes usan silla de ruedas.",
    (
        "A2.1.1",
        "11.6",
    ): "Los centros verdes reciben por separado lo que hoy se entierra: es la medida central.",
    ("A2.1.1", "12.5"): "Toda la recuperación de materiales de la ciudad pasa por estos centros.",
    ("A2.2.1", "6.3"): "La segunda etapa duplica el caudal que llega tratado al río Suquía.",
    ("A2.2.2", "6.2"): "La red llega a barrios que hoy dependen de pozos ciegos.",
    ("B1.1.1", "1.4"): "El título da seguridad de tenencia a las familias de once barrios.",
    (
        "B1.1.1",
        "11.1",
    ): "Sin dominio regularizado no se pueden extender los servicios ni mejorar las viviendas.",
    ("B1.1.1", "11.5"): (
        "Cinco de los once barrios a regularizar están en la mancha de inundación del río Suquía. "
        "Dar títulos allí fija población en zona de riesgo."
    ),
    ("B2.1.1", "4.2"): "Crea las plazas de educación inicial que faltan en la zona sur.",
    ("B2.1.1", "5.4"): "El cuidado deja de recaer solo en las madres durante la jornada de trabajo.",
    ("C1.1.1", "16.10"): "Publica por primera vez los datos del presupuesto y de las compras.",
    ("C1.1.2", "11.3"): "Los vecinos deciden una parte de la inversión en cada centro de participación.",
    ("C1.1.2", "16.7"): "Las asambleas fijan prioridades que el municipio está obligado a ejecutar.",
}
CORDOBA_MITIGATIONS: Mapping[tuple[str, str], str] = {
    ("A1.1.1", "11.4"): "El trazado evita las fachadas protegidas y repone los adoquines.",
    ("A2.1.2", "3.9"): "Captación de gases y control trimestral de las napas.",
    ("A2.1.2", "6.3"): "Membrana doble y planta de lixiviados.",
    ("A2.1.2", "12.5"): "La ampliación se reduce a medida que crecen los centros verdes.",
    ("A2.1.2", "13.2"): "Quema controlada de biogás desde el primer módulo.",
    ("A2.1.2", "15.1"): "Cortina forestal nativa en el perímetro.",
}
# Cells whose kind of link is still missing, so that the list of errors has something to say.
CORDOBA_WITHOUT_KIND = {("A2.1.2", "3.9")}
CORDOBA_EVIDENCE: Sequence[tuple[str, str, str, str, str]] = (
    ("B1.1.1", "11.5", "PLAN_CLAUSE", "Plan de Metas, meta 38", "47"),
    ("B1.1.1", "11.5", "STUDY", "Mapa de riesgo hídrico 2015", ""),
    ("A1.1.1", "11.2", "PLAN_CLAUSE", "Plan de Metas, meta 12", "21"),
    ("A2.2.1", "6.3", "PLAN_CLAUSE", "Plan de Metas, meta 27", "35"),
    ("A2.1.1", "12.5", "NORM", "Ordenanza de gestión integral de residuos", ""),
)
# Goals that nobody has looked at yet for these projects: blank is not zero.
CORDOBA_BLANK_GOALS: Mapping[str, Sequence[int]] = {
    "A1.1.3": (6, 9, 12, 15),
    "A1.2.2": (2, 6, 7, 12, 15, 17),
    "A2.1.2": (4, 5, 10, 16),
    "A2.2.1": (4, 10),
    "A2.2.2": (2, 9, 17),
    "B1.1.1": (7, 12, 17),
    "B1.1.2": (2, 6, 7, 12, 13),
    "B2.1.1": (6, 7, 9, 12, 13, 15, 17),
    "B2.1.2": (2, 6, 7, 9, 12, 13, 15),
    "C1.1.1": (1, 2, 3, 6, 7, 13, 15),
}
# Only what the nation or the province can do; goal 14 and 11.c do not apply.
NATIONAL_CODES = (
    "1.a 1.b 2.a 2.b 2.c 3.a 3.b 3.d 8.a 10.5 10.6 10.a 10.b 10.c 12.1 12.c 13.a 15.6 16.8 17.2 17.4 "
    "17.5 17.10 17.11 17.12 17.13"
)
CORDOBA_NATIONAL = frozenset(NATIONAL_CODES.split())

Sample = tuple[str, str, Sequence[Element], Mapping[str, Sequence[Link]]]
ROSARIO: Sample = (
    "Rosario",
    "Plan Ambiental Rosario",
    (
        ("1", "Ciudad y clima", "", 0),
        ("1.1", "Energía", "", 0),
        ("1.1.1", "Alumbrado público eficiente", "Secretaría de Ambiente", 210),
        ("1.1.2", "Techos solares en edificios públicos", "Secretaría de Ambiente", 75),
        ("1.2", "Agua y ribera", "", 0),
        ("1.2.1", "Desagües de la cuenca sur", "Secretaría de Obras Públicas", 380),
        ("1.2.2", "Ribera pública continua", "Secretaría de Planeamiento", 160),
    ),
    {
        "1.1.1": (("7.3", 3, "D"), ("11.7", 2, "I"), ("13.2", 2, "D")),
        "1.1.2": (("7.2", 2, "D"), ("13.3", 1, "E")),
        "1.2.1": (("1.5", 2, "D"), ("6.3", 1, "I"), ("11.5", 3, "D"), ("13.1", 2, "D")),
        "1.2.2": (("11.3", 1, "D"), ("11.4", 2, "D"), ("11.7", 3, "D"), ("15.1", -1, "I")),
    },
)
MONTEVIDEO: Sample = (
    "Montevideo",
    "Agenda de género y espacio público",
    (
        ("1", "Ciudad de cuidados", "", 0),
        ("1.1", "Igualdad", "", 0),
        ("1.1.1", "Comunas de cuidado", "División Políticas Sociales", 95),
        ("1.1.2", "Transporte libre de acoso", "División Transporte", 12),
        ("1.1.3", "Compras públicas con igualdad", "División Administración", 8),
    ),
    {
        "1.1.1": (("3.8", 1, "I"), ("5.4", 3, "D"), ("10.2", 2, "D")),
        "1.1.2": (("5.2", 2, "D"), ("11.2", 2, "D"), ("16.1", 1, "I")),
        "1.1.3": (("5.5", 1, "E"), ("8.5", 2, "D"), ("12.7", 2, "D")),
    },
)
SANTA_FE: Sample = (
    "Santa Fe",
    "Estrategia de resiliencia, primera etapa",
    (
        ("1", "Ciudad que convive con el río", "", 0),
        ("1.1", "Riesgo hídrico", "", 0),
        ("1.1.1", "Reservorios y bombas", "Secretaría de Recursos Hídricos", 320),
        ("1.1.2", "Sistema de alerta en los barrios", "Agencia de Resiliencia", 25),
        ("1.1.3", "Transporte eléctrico", "Secretaría de Movilidad", 140),
    ),
    {
        "1.1.1": (("1.5", 2, "D"), ("6.3", 2, "D"), ("11.5", 3, "D"), ("13.1", 2, "D")),
        "1.1.2": (("11.5", 2, "D"), ("13.1", 2, "D"), ("13.3", 1, "E"), ("16.7", 1, "I")),
        "1.1.3": (("7.3", 1, "D"), ("11.2", 2, "D"), ("11.6", 2, "D"), ("13.2", 2, "D")),
    },
)
VALPARAISO: Sample = (
    "Valparaíso",
    "Plan de espacio público y patrimonio",
    (
        ("1", "Cerros conectados", "", 0),
        ("1.1", "Espacio público", "", 0),
        ("1.1.1", "Ascensores en funcionamiento", "Dirección de Obras", 48),
        ("1.1.2", "Miradores y paseos", "Dirección de Patrimonio", 22),
    ),
    {
        "1.1.1": (("8.9", 1, "I"), ("10.2", 1, "D"), ("11.2", 3, "D"), ("11.4", 2, "D")),
        "1.1.2": (("11.4", 3, "D"), ("11.7", 3, "D"), ("15.1", -1, "I")),
    },
)
PENALOLEN: Sample = (
    "Peñalolén",
    "Plan de Desarrollo Comunal, avance",
    (
        ("1", "Comuna verde", "", 0),
        ("1.1", "Residuos", "", 0),
        ("1.1.1", "Reciclaje domiciliario", "Dirección de Aseo", 40),
        ("1.1.2", "Compostaje en escuelas", "Corporación Municipal", 6),
    ),
    {
        "1.1.1": (("11.6", 2, "D"), ("12.5", 3, "D"), ("13.3", 1, "E")),
        "1.1.2": (("4.7", 2, "D"), ("12.5", 1, "D")),
    },
)
SAMPLE_RATIONALE = (
    "Es la medida principal del plan en este punto y tiene responsable y presupuesto asignados."
)

# What the second version of Rosario's matrix changes: raised, lowered, flipped, added, removed, other words.
ROSARIO_NEXT: Mapping[tuple[str, str], CellValues | None] = {
    ("1.1.1", "11.7"): CellValues(
        3, "DIRECT", "SHORT", 3, "La luz permite usar plazas y paradas de noche, sobre todo a las mujeres."
    ),
    ("1.1.2", "7.2"): CellValues(1, "DIRECT", "MEDIUM", 2, "La primera etapa cubre solo doce edificios."),
    ("1.2.2", "15.1"): CellValues(1, "INDIRECT", "LONG", 2, "El proyecto suma una franja de flora nativa."),
    ("1.2.1", "6.5"): CellValues(1, "INDIRECT", "LONG", 1, "La obra se coordina con el comité de cuenca."),
    ("1.2.2", "11.4"): None,
    ("1.2.1", "11.5"): CellValues(
        3, "DIRECT", "MEDIUM", 3, "La cuenca sur concentra dos tercios de las viviendas que se inundan."
    ),
}
ROSARIO_NOTE = "Segunda versión, después del taller con las áreas técnicas (muestra)."
ROSARIO_COMMENTS = (
    ("1.1.1", "11.7", "¿Hay un relevamiento del uso nocturno? Falta la evidencia."),
    ("1.2.2", "15.1", "El signo cambió de −1 a +1: ¿qué cambió en el proyecto?"),
)
ROSARIO_GENERAL = "Muy completa. Revisen qué acciones tienen ya un indicador."
