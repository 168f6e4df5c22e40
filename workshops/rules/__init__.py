"""Who may do what, one file per noun; `predicates` holds what several of them build on."""

from workshops.rules import applications, exercises, participation, reports, workshops

__all__ = ["applications", "exercises", "participation", "reports", "workshops"]
