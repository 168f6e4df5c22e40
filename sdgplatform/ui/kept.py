"""`{% kept %}`: the parts of the shell that are the same on every page, filled in once per process."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.translation import get_language

MOST = 200


class KeptNode(template.Node):
    """What is inside may depend on the language and on the values named in the tag, and on nothing else."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: template.Context) -> str:
        key = (get_language(), *(str(value.resolve(context, ignore_failures=True)) for value in self.values))
        text = self.kept.get(key)
        if text is None:
            text = self.nodelist.render(context)
            if len(self.kept) < MOST:
                self.kept[key] = text
        return text


def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept theme %}…{% endkept %}`. No blocks inside, nothing about a person or a request."""
    values = [parser.compile_filter(value) for value in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
