"""The API's reference as a page of the site, read from the same schema that machines get."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from sdgplatform.access import public

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    request_body: str
    answers: list[tuple[str, str]]


def _schema_name(content: dict[str, Any]) -> str:
    for media in content.values():
        schema = media.get("schema", {})
        reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
        return str(reference.rsplit("/", 1)[-1] or schema.get("type", ""))
    return ""


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    answers = [
        (code, _schema_name(answer.get("content", {})) or answer.get("description", ""))
        for code, answer in described.get("responses", {}).items()
    ]
    body = _schema_name(described.get("requestBody", {}).get("content", {}))
    summary = (
        described.get("summary") or described.get("description") or described["operationId"].replace("_", " ")
    )
    return Operation(method.upper(), path, summary, described.get("parameters", []), body, answers)


@lru_cache(maxsize=8)
def _operations(language: str | None) -> dict[str, list[Operation]]:
    """Operations by first segment of their path; the schema is the same for the life of the process."""
    groups: dict[str, list[Operation]] = {}
    schema = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in schema["paths"].items():
        group = path.removeprefix("/api/v1/").split("/")[0]
        found = [_operation(method, path, methods[method]) for method in METHODS if method in methods]
        groups.setdefault(group, []).extend(found)
    return groups


@require_GET
@public
def api_reference(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/api_reference.html", {"groups": _operations(get_language())})
