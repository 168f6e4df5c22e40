"""Names of sheets and columns in the four languages, as people write them."""

import re
from collections.abc import Mapping

from sdgplatform.search import fold

META, STRATEGY, MATRIX, CELLS, EVIDENCE = "META", "STRATEGY", "MATRIX", "CELLS", "EVIDENCE"
TABLES = (META, STRATEGY, MATRIX, CELLS, EVIDENCE)
NOT_READ_YET = ("INDICATORS", "OBSERVATIONS", "ACTORS", "ACTOR_ROLES", "COMPETENCE", "INTERACTIONS")
GENERATED = ("LISTS", "INSTRUCTIONS")

SHEET_NAMES: Mapping[str, str] = {
    META: "meta|metadata|metadatos|metadados|metadonnees|datos|dados|about",
    STRATEGY: "strategy|estrategia|strategie|plan|plano|elements|elementos",
    MATRIX: "matrix|matriz|matrice|alignment matrix|matriz de alineacion|matriz de alinhamento",
    CELLS: "cells|celdas|celulas|cellules|links|vinculos|ligacoes|liens",
    EVIDENCE: "evidence|evidencia|evidencias|preuves|preuve|evidences|sources|fuentes|fontes",
    "LISTS": "lists|listas|listes",
    "INSTRUCTIONS": "instructions|instrucciones|instrucoes|help|ayuda|ajuda|aide|how to fill|como llenar",
    **{name: name.lower().replace("_", " ") for name in NOT_READ_YET},
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    STRATEGY: {
        "code": "code|codigo|cod|id|no|numero|clave",
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
        "indicator_codes": "indicator codes|indicadores|indicateurs",
        "actor_names": "actor names|actores|atores|acteurs",
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
