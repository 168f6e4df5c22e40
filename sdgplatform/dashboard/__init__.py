"""Pages that read from several apps: home, a city's overview, search, and the demonstration data."""
