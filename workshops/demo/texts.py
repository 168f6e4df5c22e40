"""What the demonstration says about its workshops, in the four languages: `texts.json`."""

import json
from pathlib import Path
from typing import Any

TEXTS: dict[str, Any] = json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))
