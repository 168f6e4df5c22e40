from typing import Any

from sdgplatform.ui.gallery import records
from sdgplatform.ui.gallery.forms import SampleFilter, SampleForm, SampleUpload
from sdgplatform.ui.gallery.goals import goals

ZONE = "America/Argentina/Cordoba"


def sample_context() -> dict[str, Any]:
    faulty = {
        "sample-places": "15",
        "sample-visibility": "public",
        "sample-letter": "on",
        "sample-start": "2017-11-28",
    }
    return {
        "sample": {**records.record(), **records.lists(), **records.work(), **records.phone(), **goals()},
        "sample_form": SampleForm(faulty, prefix="sample"),
        "sample_filter": SampleFilter({"state": "open"}),
        "sample_upload": SampleUpload(),
        "zone": ZONE,
        "section": "components",
    }
