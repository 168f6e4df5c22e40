"""Names of sheets and columns in the four languages, as people write them."""

import re
from collections.abc import Mapping

from sdgplatform.search import fold

META, STRATEGY, MATRIX, CELLS, EVIDENCE = "META", "STRATEGY", "MATRIX", "CELLS", "EVIDENCE"
LOCAL, INDICATORS, OBSERVATIONS = "LOCAL", "INDICATORS", "OBSERVATIONS"
ACTORS, ACTOR_ROLES, COMPETENCE = "ACTORS", "ACTOR_ROLES", "COMPETENCE"
CITY_TABLES = (INDICATORS, OBSERVATIONS, ACTORS, ACTOR_ROLES, COMPETENCE)
TABLES = (META, STRATEGY, MATRIX, CELLS, EVIDENCE, LOCAL, *CITY_TABLES)
NOT_READ = ("INTERACTIONS",)
GENERATED = ("LISTS", "INSTRUCTIONS")

SHEET_NAMES: Mapping[str, str] = {
    META: "meta|metadata|metadatos|metadados|metadonnees|datos|dados|about",
    STRATEGY: "strategy|estrategia|strategie|plan|plano|elements|elementos",
    MATRIX: "matrix|matriz|matrice|alignment matrix|matriz de alineacion|matriz de alinhamento",
    CELLS: "cells|celdas|celulas|cellules|links|vinculos|ligacoes|liens",
    EVIDENCE: "evidence|evidencia|evidencias|preuves|preuve|evidences|sources|fuentes|fontes",
    "LISTS": "lists|listas|listes",
    "INSTRUCTIONS": "instructions|instrucciones|instrucoes|help|ayuda|ajuda|aide|how to fill|como llenar",
    LOCAL: "local|local targets|local goals|metas locales|objetivos locales|metas locais|objetivos locais|"
    "cibles locales|objectifs locaux",
    INDICATORS: "indicators|indicadores|local indicators|indicateurs|indicadores locales|indicadores locais",
    OBSERVATIONS: "observations|observaciones|observacoes|values|valores|valeurs|data|series",
    ACTORS: "actors|actores|atores|acteurs|stakeholders|partes interesadas",
    ACTOR_ROLES: "actor roles|roles|roles de los actores|papeis|papeis dos atores|roles des acteurs",
    COMPETENCE: "competence|competences|competencia|competencias|powers|atribuciones|atribuicoes",
    **{name: name.lower().replace("_", " ") for name in NOT_READ},
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    STRATEGY: {
        "code": "code|codigo|cod|id|no|n|nro|numero|clave",
        "parent": "parent code|parent|codigo padre|padre|codigo superior|pertenece a|codigo pai|pai|"
        "code parent|parte de|part of|rattache a",
        "level": "level|nivel|niveau|tipo|type",
        "title": "title|titulo|titre|name|nombre|nome|nom|denominacion",
        "description": "description|descripcion|descricao",
        "need": "need|need addressed|necesidad|necessidade|besoin|problema|probleme",
        "responsible": "responsible|responsible unit|responsable|unidad responsable|area responsable|"
        "responsavel|unidade responsavel|service responsable|unite responsable",
        "starts_on": "start|starts on|inicio|comienzo|desde|debut|from",
        "ends_on": "end|ends on|fin|final|hasta|fim|ate|to",
        "status": "status|state|estado|situacion|situacao|statut|etat",
        "budget": "budget|presupuesto|orcamento|monto|importe|valor",
        "currency": "currency|moneda|moeda|devise|monnaie",
        "budget_year": "budget year|ano del presupuesto|ano presupuesto|ano do orcamento|annee du budget",
    },
    CELLS: {
        "element": "element code|element|codigo del elemento|codigo de elemento|elemento|codigo do elemento|"
        "code de l'element|code element|code",
        "target": "target|meta|cible|goal|objetivo|objectif|target code|codigo de la meta|sdg target|ods|odd",
        "score": "score|puntaje|puntuacion|valor|pontuacao|nota|note|value|valeur",
        "kind": "kind|type|tipo|genre|kind of link|tipo de vinculo|tipo de ligacao|type de lien",
        "horizon": "horizon|horizonte|plazo|prazo|echeance",
        "confidence": "confidence|confianza|confianca|confiance|certeza",
        "rationale": "rationale|justificacion|fundamento|justificativa|justification|argument|reason|motivo",
        "mitigation": "mitigation|mitigacion|mitigacao|attenuation",
        "budget_share": "budget share|share of the budget|parte del presupuesto|% del presupuesto|"
        "parte do orcamento|% do orcamento|part du budget|% du budget|porcentaje",
        "evidence": "evidence ref|evidence|evidencia|evidencias|ref evidencia|preuve|preuves|ref preuve",
        "original": "original|original value|valor original|valeur d'origine",
        "indicators": "indicator codes|indicators|indicadores|codigos de indicadores|indicateurs",
        "actors": "actor names|actors|actores|atores|acteurs",
    },
    EVIDENCE: {
        "ref": "ref|reference|referencia|code|codigo|id",
        "kind": "type|tipo|kind|genre",
        "citation": "citation|cita|citacao|text|texto|texte|source|fuente|fonte",
        "page": "page|pagina|p",
        "url": "url|address|direccion|link|enlace|endereco|lien|adresse",
    },
    MATRIX: {
        "code": "code|codigo|cod|id|element code|codigo del elemento|codigo do elemento|code de l'element|"
        "elemento|element",
        "title": "title|titulo|titre|name|nombre|nome|nom",
    },
    LOCAL: {
        "code": "code|codigo|cod|id",
        "parent": "parent target|parent|meta superior|meta global|meta pai|cible parente|cible mondiale",
        "title_es": "title es|titulo es|titulo en espanol|titre es",
        "title_pt-br": "title pt br|titulo pt|titulo em portugues|titre pt",
        "title_en": "title en|titulo en|titulo en ingles|titre en",
        "title_fr": "title fr|titulo fr|titulo en frances|titre fr",
        "due_year": "due year|year|ano|annee|ano limite|annee cible",
        "aim": "aim|value|valor|valeur|valor a alcanzar|valor a atingir|valeur a atteindre",
    },
    INDICATORS: {
        "code": "code|codigo|cod|id",
        "name": "name|nombre|nome|nom|indicator|indicador|indicateur",
        "unit": "unit|unidad|unidade|unite|unidad de medida|unidade de medida|unite de mesure",
        "direction": "direction|direccion|sentido|direcao|sens|polaridad|polaridade",
        "un_indicator": "un indicator|global indicator|indicador global|indicador ods|indicador onu|"
        "indicateur mondial|indicateur odd|sdg indicator",
        "relation": "relation|relacion|relacao",
        "kind": "kind|type|tipo|genre",
        "source": "source|fuente|fonte",
        "periodicity": "periodicity|periodicidad|periodicidade|periodicite|frequency|frecuencia|frequencia|"
        "frequence",
        "responsible": "responsible|responsable|responsavel|unidad responsable|unidade responsavel|"
        "unite responsable",
        "disaggregation": "disaggregation|disaggregations|desagregacion|desagregacao|desagregation|"
        "ventilation",
        "method": "method|metodo|methode|metodologia|methodologie",
        "baseline_year": "baseline year|ano base|ano de la linea de base|ano da linha de base|"
        "annee de reference",
        "baseline": "baseline|linea de base|linha de base|valor base|valeur de reference|base",
        "milestone_year": "milestone year|ano del hito|ano hito|ano do marco|ano intermedio|annee du jalon",
        "milestone": "milestone|hito|marco|jalon|valor intermedio|valor intermediario",
        "target_year": "target year|ano meta|ano de la meta|ano da meta|annee cible",
        "target": "target|meta|cible|valor meta|valeur cible",
    },
    OBSERVATIONS: {
        "indicator": "code|codigo|indicator|indicador|indicateur|indicator code|codigo del indicador|"
        "codigo do indicador|code de l'indicateur",
        "year": "year|ano|annee",
        "value": "value|valor|valeur",
        "dimensions": "dims|dimensions|dimensiones|dimensoes|desagregacion|desagregacao|ventilation",
        "status": "status|estado|situacao|statut",
        "url": "source url|url|source|fuente|fonte|enlace|lien",
    },
    ACTORS: {
        "name": "name|nombre|nome|nom|actor|ator|acteur",
        "kind": "type|tipo|kind|genre",
        "tier": "level|nivel|niveau|ambito|alcance",
        "influence": "influence|influencia|poder|pouvoir|power",
        "interest": "interest|interes|interesse|interet",
        "stance": "position|posicion|posicao|postura|stance",
    },
    ACTOR_ROLES: {
        "actor": "name|nombre|nome|nom|actor|ator|acteur",
        "place": "element code or target|element or target|elemento o meta|elemento ou meta|element ou cible",
        "element": "element code|element|elemento|codigo del elemento|codigo do elemento|code de l'element",
        "target": "target|meta|cible|ods",
        "role": "role|rol|papel",
    },
    COMPETENCE: {
        "target": "target|meta|cible|code|codigo|ods|odd",
        "LOCAL": "local|municipal|municipio|municipale|communal",
        "METROPOLITAN": "metropolitan|metropolitano|metropolitana|metropolitain",
        "PROVINCIAL": "provincial|provincia|estadual|estado|departamental|regional|etat|departement",
        "NATIONAL": "national|nacional|nacion|nacao|federal|nation",
        "INTERNATIONAL": "international|internacional",
        "legal_basis": "legal basis|base legal|norma|fundamento legal|base juridica|base juridique|"
        "base legale|norme",
        "checked_on": "checked on|fecha de verificacion|verificado el|verificado em|verifie le|fecha|data|"
        "date",
    },
    META: {
        "key": "key|clave|campo|chave|cle|field|champ",
        "value": "value|valor|valeur",
    },
}

REQUIRED = {
    STRATEGY: ("code", "level", "title"),
    CELLS: ("element", "target", "score"),
    EVIDENCE: ("ref",),
    MATRIX: ("code",),
    META: ("key", "value"),
    LOCAL: ("code",),
    INDICATORS: ("code",),
    OBSERVATIONS: ("year", "value"),
    ACTORS: ("name",),
    ACTOR_ROLES: ("actor", "role"),
    COMPETENCE: ("target",),
}

META_KEYS: Mapping[str, str] = {
    "format_version": "format version|version",
    "city_geonameid": "city geonameid|geonameid|geonames",
    "city_name": "city name|city|ciudad|nombre de la ciudad|cidade|nome da cidade|municipio|ville|"
    "nom de la ville",
    "country": "country|pais|pays",
    "title": "document title|title|titulo|titulo del documento|titulo do documento|titre|titre du document",
    "kind": "document kind|kind|tipo de documento|tipo|type de document",
    "period_start": "period start|first year|inicio del periodo|primer ano|inicio do periodo|"
    "debut de la periode|desde",
    "period_end": "period end|last year|fin del periodo|ultimo ano|fim do periodo|fin de la periode|hasta",
    "language": "language|idioma|lengua|langue",
    "adoption": "adoption|act of adoption|acto de aprobacion|aprobacion|ato de aprovacao|acte d'adoption",
    "url": "url|address of the document|direccion|enlace|endereco|adresse",
    "responsible_unit": "responsible unit|unidad responsable|unidade responsavel|unite responsable",
    "framework": "framework|framework version|marco|version del marco|versao do marco|cadre",
    "granularity": "granularity|depth|granularidad|profundidad|granularidade|profundidade|granularite",
    "scored_level": "scored level|nivel puntuado|nivel evaluado|nivel pontuado|niveau note",
    "scope": "scope|alcance|ambito|escopo|perimetre|portee",
    "method_note": "method note|how it was made|metodo|nota de metodo|nota metodologica|note de methode",
    "scale": "scale|escala|echelle",
    "author": "author|autor|autora|auteur",
    "date": "date|fecha|data",
}


def fold_header(text: str) -> str:
    """`"Código del elemento *"` and `"codigo_del_elemento"` are the same name."""
    return re.sub(r"[\s_\-:.*()]+", " ", fold(text).replace("º", "o").replace("°", "")).strip()


def _inverted(names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, aliases in names.items():
        for alias in (name, *aliases.split("|")):
            found.setdefault(fold_header(alias), name)
    return found


_sheets = _inverted(SHEET_NAMES)
_columns = {table: _inverted(names) for table, names in COLUMNS.items()}
_meta_keys = _inverted(META_KEYS)


def table_named(sheet: str) -> str:
    """The table that a sheet or file of this name holds; empty when unknown."""
    return _sheets.get(fold_header(sheet), "")


def column_named(table: str, header: str) -> str:
    return _columns[table].get(fold_header(header), "")


def meta_key(text: str) -> str:
    return _meta_keys.get(fold_header(text), "")
