"""Words for the values of closed lists, in the four languages."""

from collections.abc import Mapping

from alignment.exchange.headers import fold_header
from alignment.models.actors import ActorKind, RoleOfActor, Tier
from alignment.models.evidence import EvidenceKind
from alignment.models.matrices import CellKind, Granularity, Horizon, Scope
from alignment.models.monitoring import Direction, IndicatorKind, ObservationStatus, Relation
from alignment.models.strategies import ElementStatus, Level, StrategyKind

Words = Mapping[str, str]

LEVELS: Words = {
    Level.AXIS: "eje|eixo|axe|axis|pilar|pilier|linea estrategica",
    Level.OBJECTIVE: "objetivo|objectif|objective|meta",
    Level.PROGRAMME: "programa|programme|program",
    Level.PROJECT: "proyecto|projeto|projet|project",
    Level.ACTION: "accion|acao|action|actividad|atividade|medida|mesure",
}
STATUSES: Words = {
    ElementStatus.PLANNED: "planificado|planificada|planeado|planejado|prevu|planned|previsto",
    ElementStatus.RUNNING: "en curso|en ejecucion|em andamento|em execucao|en cours|running|ongoing",
    ElementStatus.DONE: "hecho|terminado|finalizado|concluido|termine|fait|done|finished|completed",
    ElementStatus.DROPPED: "abandonado|cancelado|abandonne|annule|dropped|cancelled",
}
KINDS: Words = {
    CellKind.DIRECT: "directo|directa|direto|direta|direct|directe|d",
    CellKind.INDIRECT: "indirecto|indirecta|indireto|indireta|indirect|indirecte|i",
    CellKind.ENABLING: "habilitante|habilitador|habilitadora|facilitador|enabling|facilitant|favorable|e",
}
HORIZONS: Words = {
    Horizon.SHORT: "corto|corto plazo|curto|curto prazo|court|court terme|short|short term",
    Horizon.MEDIUM: "medio|mediano|mediano plazo|medio plazo|medio prazo|moyen|moyen terme|medium|"
    "medium term",
    Horizon.LONG: "largo|largo plazo|longo|longo prazo|long|long terme|long term",
}
CONFIDENCES: Words = {
    "1": "guess|conjetura|suposicion|suposicao|palpite|supposition|baja|baixa|faible|low",
    "2": "shared judgement|juicio compartido|juizo compartilhado|jugement partage|media|moyenne|medium",
    "3": "documented|documentado|documentada|documente|alta|elevee|high",
}
EVIDENCE_KINDS: Words = {
    EvidenceKind.PLAN_CLAUSE: "plan clause|clausula del plan|clausula do plano|clause du plan|plan|"
    "clause of the plan",
    EvidenceKind.NORM: "norma|norm|norme|ley|lei|loi|ordenanza",
    EvidenceKind.BUDGET_LINE: "budget line|partida presupuestaria|linha orcamentaria|ligne budgetaire",
    EvidenceKind.INDICATOR: "indicador|indicator|indicateur",
    EvidenceKind.STUDY: "estudio|estudo|study|etude",
    EvidenceKind.AGREEMENT: "acuerdo|convenio|acordo|agreement|accord",
    EvidenceKind.OTHER: "otro|otra|outro|outra|other|autre",
}
DOCUMENT_KINDS: Words = {
    StrategyKind.STRATEGIC: "plan estrategico|estrategico|plano estrategico|plan strategique|strategic plan",
    StrategyKind.GOVERNMENT: "programa de gobierno|plan de gobierno|programa de governo|"
    "programme de gouvernement|government programme|plano de governo",
    StrategyKind.DEVELOPMENT: "plan de desarrollo|plano de desenvolvimento|plan de developpement|"
    "development plan",
    StrategyKind.LAND_USE: "land use|land use plan|ordenamiento territorial|plano diretor|plan d'urbanisme",
    StrategyKind.SECTORAL: "plan sectorial|plano setorial|plan sectoriel|sectoral plan",
    StrategyKind.CLIMATE: "plan de clima|plan climatico|plano climatico|plan climat|climate plan",
    StrategyKind.BUDGET: "presupuesto|orcamento|budget",
    StrategyKind.OTHER: "otro|outro|other|autre",
}
GRANULARITIES: Words = {
    Granularity.GOAL: "goal|goals|objetivo|objetivos|objectif|objectifs|ods|odd",
    Granularity.TARGET: "target|targets|meta|metas|cible|cibles",
}
SCOPES: Words = {
    Scope.ALL: "all|todos|todas|tous|toutes|all targets",
    Scope.RELEVANT: "relevant|relevante|relevantes|pertinent|pertinents|pertinentes",
}
LANGUAGES: Words = {
    "es": "es|espanol|spanish|espagnol|es ar|es mx|castellano",
    "pt-br": "pt br|pt|portugues|portuguese|portugais",
    "en": "en|ingles|english|anglais",
    "fr": "fr|frances|french|francais",
}

DIRECTIONS: Words = {
    Direction.UP: "up|rise|increase|sube|subir|aumentar|aumento|creciente|aumenta|hausse|augmenter|+",
    Direction.DOWN: "down|fall|decrease|baja|bajar|disminuir|reducir|decreciente|diminuir|reduzir|baisse|"
    "baisser|diminuer",
    Direction.HOLD: "hold|stay|keep|mantener|manter|maintenir|estable|estavel|stable",
}
RELATIONS: Words = {
    Relation.SAME: "same|igual|mismo|mesmo|identico|identique|meme",
    Relation.PROXY: "proxy|aproximado|aproximacion|aproximacao|approche",
    Relation.LOCAL: "local|locale|propio|proprio|propre",
}
INDICATOR_KINDS: Words = {
    IndicatorKind.IMPACT: "impact|impacto",
    IndicatorKind.RESULT: "result|resultado|resultat|outcome",
    IndicatorKind.OUTPUT: "output|producto|produto|produit|realisation",
    IndicatorKind.PROCESS: "process|proceso|processo|processus",
}
OBSERVATION_STATUSES: Words = {
    ObservationStatus.FINAL: "final|definitivo|definitif|a",
    ObservationStatus.PROVISIONAL: "provisional|provisorio|provisoire|p",
    ObservationStatus.ESTIMATED: "estimated|estimado|estime|estimacion|e",
}
ACTOR_KINDS: Words = {
    ActorKind.MUNICIPAL_UNIT: "municipal unit|unidad municipal|area municipal|secretaria|unidade municipal|"
    "service municipal",
    ActorKind.LOCAL_PUBLIC: "local public|local public body|ente publico local|orgao publico local|"
    "organisme public local",
    ActorKind.PROVINCE: "province|provincia|estado|state|departamento|departement",
    ActorKind.NATION: "nation|nacion|nacao|national government|gobierno nacional|governo federal|etat",
    ActorKind.ACADEMIA: "academia|universidad|universidade|universite|university|academie|research",
    ActorKind.CIVIL_SOCIETY: "civil society|sociedad civil|sociedade civil|societe civile|ong|ngo",
    ActorKind.PRIVATE: "private|privado|sector privado|setor privado|empresa|prive|secteur prive|business",
    ActorKind.UNION: "union|sindicato|syndicat|trade union",
    ActorKind.COMMUNITY: "community|comunidad|comunidade|communaute|vecinos",
    ActorKind.COOPERATION: "cooperation|cooperacion|cooperacao|international cooperation",
    ActorKind.MEDIA: "media|medios|midia|medias|prensa",
}
TIERS: Words = {
    Tier.LOCAL: "local|municipal|locale|municipale|communal",
    Tier.METROPOLITAN: "metropolitan|metropolitano|metropolitana|metropolitain",
    Tier.PROVINCIAL: "provincial|provinciale|estadual|estatal|departamental|regional|state",
    Tier.NATIONAL: "national|nacional|federal|nationale",
    Tier.INTERNATIONAL: "international|internacional|internationale",
}
ROLES: Words = {
    RoleOfActor.RESPONSIBLE: "responsible|responsable|responsavel|r",
    RoleOfActor.ACCOUNTABLE: "accountable|rinde cuentas|presta contas|redevable|a",
    RoleOfActor.FUNDER: "funder|financiador|financiadora|bailleur|financeur",
    RoleOfActor.PARTNER: "partner|socio|socia|aliado|aliada|parceiro|parceira|partenaire",
    RoleOfActor.CONSULTED: "consulted|consultado|consultada|consulte|c",
    RoleOfActor.INFORMED: "informed|informado|informada|informe|i",
    RoleOfActor.AFFECTED: "affected|afectado|afectada|afetado|afetada|affecte",
    RoleOfActor.OPPONENT: "opponent|opositor|opositora|opponente|opposant",
}
DEGREES: Words = {
    "0": "none|ninguna|ninguno|nenhuma|aucune|no|nao|non",
    "1": "promotes or executes|promotes|executes|promueve|ejecuta|promueve o ejecuta|promove|executa|"
    "promove ou executa|promeut|execute|promeut ou execute",
    "2": "shared|compartida|concurrente|compartilhada|concorrente|partagee",
    "3": "own|propia|propria|exclusiva|propre|exclusive",
}


def chosen(text: str, words: Words) -> str | None:
    """The value that a word stands for; None when it is not in the list."""
    name = fold_header(text)
    for value, aliases in words.items():
        if name == fold_header(value) or name in aliases.split("|"):
            return str(value)
    return None
