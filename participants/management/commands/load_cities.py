from typing import Any

from django.core.management.base import BaseCommand

from participants.actions.catalogue import load_places, load_profiles


class Command(BaseCommand):
    help = "Load countries, provinces, cities and the vocabulary of profiles. May be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_places()
        self.stdout.write(
            f"{loaded['cities']} cities, {loaded['subdivisions']} provinces, {loaded['countries']} countries,"
            f" {load_profiles()} profiles."
        )
