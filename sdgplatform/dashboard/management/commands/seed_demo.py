from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

import alignment.demo
import modules.demo
import participants.demo
import workshops.demo


class Command(BaseCommand):
    help = "Make the demonstration data: the Córdoba workshop of 2017, its networks, modules and matrices."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["small", "large"], default="small", help="large: bench")

    def handle(self, *args: Any, size: str, **options: Any) -> None:
        """Idempotent: what is there already stays as it is."""
        with transaction.atomic():
            cast = participants.demo.seed_people()
            modules.demo.seed_demo(cast)
            alignment.demo.seed_demo(cast)
            workshops.demo.seed_demo(cast)
        if size == "large":
            workshops.demo.seed_large()
        self.stdout.write("The demonstration data is there.")
