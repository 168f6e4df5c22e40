"""Many workshops at once for the benchmarks, by bulk inserts: they are only to be counted and listed."""

from datetime import datetime, timedelta
from itertools import cycle, islice
from zoneinfo import ZoneInfo

from participants.models import City, Network
from workshops.demo.crowd import seed_directory, seed_full_workshop
from workshops.models import Venue, Workshop, WorkshopNetwork, WorkshopState

FIRST = datetime(2015, 3, 2, 9, 0, tzinfo=ZoneInfo("UTC"))
BATCH = 1000


def seed_large(count: int = 2000) -> None:
    """The benchmarks' data: many workshops, many people, one full workshop."""
    seed_directory()
    seed_workshops(count)
    seed_full_workshop()


def seed_workshops(count: int) -> None:
    """`count` invented workshops over ten years; once."""
    if Workshop.objects.filter(slug="bench-0").exists():
        return
    networks = list(Network.objects.order_by("pk")[:12])
    cities = list(City.objects.select_related("country").order_by("-population", "pk")[:200])
    venues = Venue.objects.bulk_create(
        [Venue(name=f"Casa de la ciudad {place}", city=city) for place, city in enumerate(cities)]
    )
    rows = [_workshop(number, venues[number % len(venues)]) for number in range(count)]
    workshops = Workshop.objects.bulk_create(rows, batch_size=BATCH)
    links = []
    for number, workshop in enumerate(workshops):
        chosen = list(islice(cycle(networks), number % len(networks), number % len(networks) + 2))
        for network in dict.fromkeys(chosen):
            links.append(WorkshopNetwork(workshop=workshop, network=network, is_lead=network == chosen[0]))
    WorkshopNetwork.objects.bulk_create(links, batch_size=BATCH)


def _workshop(number: int, venue: Venue) -> Workshop:
    start = FIRST + timedelta(days=2 * number)
    states = [state for state in WorkshopState.values if state != WorkshopState.DRAFT]
    workshop = Workshop(
        slug=f"bench-{number}",
        titles={"es": f"Taller de alineación {number}", "en": f"Alignment workshop {number}"},
        summaries={"es": "Datos de prueba. " * 20},
        state=states[number % len(states)],
        venue=venue,
        time_zone=venue.city.time_zone if venue.city else "UTC",
        starts_at=start,
        ends_at=start + timedelta(hours=8),
        applications_close_at=start - timedelta(days=20),
        languages=["es", "pt-br"] if number % 3 else ["es"],
        is_sample=True,
    )
    workshop.refresh_search_text()
    return workshop
