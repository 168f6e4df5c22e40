from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alignment.queries.checksums import verify_all


class Command(BaseCommand):
    help = "Compare every validated matrix with the text and checksum that were kept when it was validated."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, broken = 0, 0
        for result in verify_all():
            checked += 1
            name = f"{result.matrix.code} {result.matrix}"
            if not result.has_text:
                self.stderr.write(f"{name}: the kept text does not give the checksum")
            elif result.differing:
                places = ", ".join(f"{element} × {place}" for element, place in result.differing[:5])
                self.stderr.write(f"{name}: {len(result.differing)} cells differ: {places}")
            broken += not result.is_intact
        if broken:
            raise CommandError(f"{broken} of {checked} validated matrices are not as they were.")
        self.stdout.write(f"{checked} validated matrices are as they were.")
