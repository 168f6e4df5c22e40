from typing import Any

from django.core.management.base import BaseCommand

from alignment.actions.summaries import rebuild_summaries


class Command(BaseCommand):
    help = "Counts again what each validated matrix adds to the figures of its network."

    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild_summaries()
        self.stdout.write(f"{number} matrices counted.")
