"""The project package: wiring above the apps (urls, dashboard, launcher) and the foundation below them.

The apps themselves stand beside it: participants, alignment, modules, workshops.
"""

from sdgplatform.celery import app as celery_app

__all__ = ["celery_app"]
