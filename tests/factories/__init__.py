"""One file per app; a factory adds nothing that its test would not expect."""
