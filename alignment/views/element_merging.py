from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alignment.actions.element_merging import clashes, differing, merge_elements
from alignment.models import Strategy, StrategyElement
from alignment.views.strategy_words import below_strategy
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused


@require("alignment.change_strategy", load=Strategy, by="code")
def element_merge(request: HttpRequest, strategy: Strategy, element_code: str) -> HttpResponse:
    """First which element takes it in (`?into=`), then what becomes of the cells that both have."""
    gone = strategy.elements.filter(code=element_code).first()
    if gone is None:
        raise Http404
    kept = strategy.elements.filter(code=request.GET.get("into", "")).exclude(pk=gone.pk).first()
    if request.method == "POST" and kept:
        if _merged(request, kept, gone):
            return redirect("alignment:strategy_detail", code=strategy.code)
        return redirect(request.get_full_path())
    context = {"gone": gone, "kept": kept, **below_strategy(strategy)}
    if kept:
        both = clashes(kept, gone)
        context |= {
            "clashes": differing(both),
            "moved": gone.cells.count() - len(both),
            "same": len(both) - len(differing(both)),
            "children": list(gone.children.order_by("position")),
        }
    else:
        context["others"] = strategy.elements.exclude(pk=gone.pk).order_by("position")
    return render(request, "alignment/element_merge.html", context)


def _merged(request: HttpRequest, kept: StrategyElement, gone: StrategyElement) -> bool:
    choices = {
        name.removeprefix("clash-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("clash-")
    }
    names: dict[str, Any] = {"gone": gone.code, "kept": kept.code}
    try:
        names["count"] = merge_elements(kept, gone, by=request.user, choices=choices)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return False
    text = _("%(gone)s is now part of %(kept)s. Cells that went over: %(count)d.") % names
    messages.success(request, text)
    return True
