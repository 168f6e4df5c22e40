"""Wording of the demonstration's two modules. Titles and subjects are those of the workshop in Córdoba;
descriptions are our own, files and versions are samples."""

from dataclasses import dataclass

SERIES = {
    "en": "Learning modules on localizing the SDGs",
    "es": "Módulos de aprendizaje sobre la localización de los ODS",
    "pt-br": "Módulos de aprendizagem sobre a localização dos ODS",
    "fr": "Modules d'apprentissage sur la localisation des ODD",
}
SAMPLE = {
    "en": "Sample file of the demonstration. The real material is published by UCLG Learning.",
    "es": "Archivo de muestra de la demostración. El material real lo publica UCLG Learning.",
    "pt-br": "Arquivo de amostra da demonstração. O material real é publicado pela UCLG Learning.",
}
ELEMENT, TARGET, SCORE, EVIDENCE = (
    {"en": "Element of the strategy", "es": "Elemento de la estrategia", "pt-br": "Elemento da estratégia"},
    {"en": "Target", "es": "Meta", "pt-br": "Meta"},
    {"en": "Score, −3 to +3", "es": "Puntaje, de −3 a +3", "pt-br": "Pontuação, de −3 a +3"},
    {"en": "Evidence", "es": "Evidencia", "pt-br": "Evidência"},
)
COLUMNS = (ELEMENT, TARGET, SCORE, EVIDENCE)


@dataclass(frozen=True)
class SamplePart:
    kind: str
    titles: dict[str, str]
    extension: str
    stem: str
    languages: tuple[str, ...] = ("es", "pt-br", "en")
    replaced: str = ""


@dataclass(frozen=True)
class SampleModule:
    slug: str
    number: int
    titles: dict[str, str]
    summaries: dict[str, str]
    objectives: dict[str, str]
    audiences: dict[str, str]
    minutes: int
    authors: str
    visibility: str
    targets: tuple[str, ...]
    parts: tuple[SamplePart, ...]


GUIDE = {"en": "Trainer guide", "es": "Guía para formadores", "pt-br": "Guia para formadores"}
SHEETS = {"en": "Exercise sheets", "es": "Fichas de ejercicios", "pt-br": "Fichas de exercícios"}
AUDIENCE = {
    "en": "Technical staff and elected officials of local governments, 15 to 30 people",
    "es": "Personal técnico y cargos electos de gobiernos locales, de 15 a 30 personas",
    "pt-br": "Equipes técnicas e representantes eleitos de governos locais, de 15 a 30 pessoas",
    "fr": "Personnel technique et élus des gouvernements locaux, 15 à 30 personnes",
}

MODULES = (
    SampleModule(
        slug="localizing-the-sdgs",
        number=1,
        titles={
            "en": "Introduction to localizing the SDGs",
            "es": "Introducción a la localización de los ODS",
            "pt-br": "Introdução à localização dos ODS",
            "fr": "Introduction à la localisation des ODD",
        },
        summaries={
            "en": "What the 2030 Agenda asks of cities, and what cities bring to it.",
            "es": "Qué pide la Agenda 2030 a las ciudades y qué aportan las ciudades a ella.",
            "pt-br": "O que a Agenda 2030 pede às cidades e o que as cidades trazem a ela.",
            "fr": "Ce que l'Agenda 2030 demande aux villes, et ce que les villes y apportent.",
        },
        objectives={
            "en": (
                "explain the goals to colleagues and neighbours\n"
                "tell which goals touch the duties of a municipality\n"
                "name the governments and actors that one has to work with"
            ),
            "es": (
                "explicar los objetivos a colegas y vecinos\n"
                "reconocer qué objetivos tocan las competencias de un municipio\n"
                "nombrar los gobiernos y actores con los que hay que trabajar"
            ),
            "pt-br": (
                "explicar os objetivos a colegas e vizinhos\n"
                "reconhecer quais objetivos tocam as competências de um município\n"
                "nomear os governos e atores com quem é preciso trabalhar"
            ),
        },
        audiences=AUDIENCE,
        minutes=360,
        authors="UCLG Learning",
        visibility="PUBLIC",
        targets=("11.3", "11.a", "16.7", "17.16", "17.17"),
        parts=(
            SamplePart("GUIDE", GUIDE, "pdf", "guia_modulo1"),
            SamplePart(
                "PRESENTATION",
                {
                    "en": "The 2030 Agenda in the city",
                    "es": "La Agenda 2030 en la ciudad",
                    "pt-br": "A Agenda 2030 na cidade",
                },
                "pptx",
                "presentacion_modulo1",
            ),
            SamplePart(
                "VIDEO",
                {
                    "en": "Sample film: goals in our city",
                    "es": "Video de muestra: los objetivos en nuestra ciudad",
                },
                "mp4",
                "video_modulo1",
                languages=("es",),
            ),
            SamplePart("HANDOUT", SHEETS, "docx", "fichas_modulo1", languages=("es", "pt-br")),
        ),
    ),
    SampleModule(
        slug="aligning-city-strategies",
        number=2,
        titles={
            "en": "Territorial planning: aligning city strategies with the SDGs",
            "es": "Planificación territorial: alinear las estrategias de las ciudades con los ODS",
            "pt-br": "Planejamento territorial: alinhar as estratégias das cidades com os ODS",
            "fr": "Planification territoriale : aligner les stratégies des villes sur les ODD",
        },
        summaries={
            "en": (
                "From needs to priorities, programmes and a plan: how to read a strategy goal by goal, "
                "see what it hinders as well as what it helps, and close the gaps."
            ),
            "es": (
                "De las necesidades a las prioridades, los programas y el plan: cómo leer una estrategia "
                "objetivo por objetivo, ver tanto lo que frena como lo que impulsa, y cerrar las brechas."
            ),
            "pt-br": (
                "Das necessidades às prioridades, aos programas e ao plano: como ler uma estratégia objetivo "
                "por objetivo, ver tanto o que freia quanto o que impulsiona, e fechar as lacunas."
            ),
            "fr": (
                "Des besoins aux priorités, aux programmes et au plan : lire une stratégie objectif par "
                "objectif, voir ce qu'elle freine comme ce qu'elle favorise, et combler les lacunes."
            ),
        },
        objectives={
            "en": (
                "see the needs of the own context\n"
                "set priorities and turn them into programmes\n"
                "score how a strategy helps or hinders the targets, with evidence\n"
                "name the actors and coordinate with other governments\n"
                "plan and monitor with goals and indicators"
            ),
            "es": (
                "ver las necesidades del propio contexto\n"
                "fijar prioridades y convertirlas en programas\n"
                "puntuar con evidencia cómo una estrategia impulsa o frena las metas\n"
                "nombrar los actores y coordinarse con otros gobiernos\n"
                "planificar y hacer seguimiento con objetivos e indicadores"
            ),
            "pt-br": (
                "ver as necessidades do próprio contexto\n"
                "definir prioridades e transformá-las em programas\n"
                "pontuar com evidências como uma estratégia impulsiona ou freia as metas\n"
                "nomear os atores e coordenar-se com outros governos\n"
                "planejar e acompanhar com objetivos e indicadores"
            ),
        },
        audiences=AUDIENCE,
        minutes=420,
        authors="UCLG Learning, Agustí de Losada",
        visibility="PUBLIC",
        targets=("11.3", "11.a", "11.b", "16.6", "16.7", "17.14", "17.17", "17.18"),
        parts=(
            SamplePart(
                "GUIDE",
                GUIDE,
                "pdf",
                "guia_modulo2",
                replaced="Puntajes negativos en la matriz; capítulo nuevo sobre actores.",
            ),
            SamplePart(
                "PRESENTATION",
                {
                    "en": "The matrix step by step",
                    "es": "La matriz paso a paso",
                    "pt-br": "A matriz passo a passo",
                },
                "pptx",
                "presentacion_modulo2",
            ),
            SamplePart(
                "VIDEO",
                {"en": "Sample film: one city, one plan", "es": "Video de muestra: una ciudad, un plan"},
                "mp4",
                "video_modulo2",
                languages=("es",),
            ),
            SamplePart("HANDOUT", SHEETS, "docx", "fichas_modulo2"),
            SamplePart(
                "TOOL",
                {"en": "Alignment matrix", "es": "Matriz de alineación", "pt-br": "Matriz de alinhamento"},
                "xlsx",
                "matriz_modulo2",
            ),
        ),
    ),
)
