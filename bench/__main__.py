import os
import sys
from pathlib import Path

from sdgplatform.launcher.servers import ensure_servers, stop_servers


def main() -> int:
    """Servers of its own, so that neither the data of `make run` nor its load has a part in the figures."""
    data_dir = Path(os.environ.get("DATA_DIR", ".data")).resolve() / "bench"
    addresses = ensure_servers(data_dir, durable=False)
    os.environ.update(
        addresses, DATA_DIR=str(data_dir), DEBUG="false", DJANGO_SETTINGS_MODULE="sdgplatform.settings"
    )
    try:
        from bench.run import run  # noqa: PLC0415 (the settings read the environment that was just set)

        return run()
    finally:
        stop_servers(data_dir)


if __name__ == "__main__":
    sys.exit(main())
