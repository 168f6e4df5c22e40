"""Moving times by what the clock on the wall says, so that 09:00 stays 09:00 over a change of clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """The local time without its zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def wall_shift(old: datetime, new: datetime, *, old_zone: ZoneInfo, new_zone: ZoneInfo) -> timedelta:
    return wall_clock(new, new_zone) - wall_clock(old, old_zone)


def shifted(moment: datetime, by: timedelta, *, old_zone: ZoneInfo, new_zone: ZoneInfo) -> datetime:
    return (wall_clock(moment, old_zone) + by).replace(tzinfo=new_zone)
