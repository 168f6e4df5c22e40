import json
from pathlib import Path

import pytest

import alignment


@pytest.fixture(scope="session")
def target_codes() -> set[str]:
    codes = json.loads(
        (Path(alignment.__file__).parent / "data" / "sdg_codes.json").read_text(encoding="utf-8")
    )
    return {code for goal in codes["targets"].values() for code in goal}
