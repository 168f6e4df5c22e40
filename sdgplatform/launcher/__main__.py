"""`python -m sdgplatform.launcher run | servers | stop`; the Makefile calls it."""

import argparse
import os
import sys
from pathlib import Path

from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.run import run_platform, stop_platform
from sdgplatform.launcher.servers import ensure_servers

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sdgplatform.launcher", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything and stay until Ctrl-C")
    commands.add_parser("servers", help="start PostgreSQL and Valkey only, in the background")
    commands.add_parser("stop", help="stop everything that runs on the data folder")
    command = parser.parse_args().command
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data")
    try:
        if command == "run":
            return run_platform(data_dir)
        if command == "servers":
            ensure_servers(data_dir, durable=True)
            print(f"PostgreSQL and Valkey are running; their addresses are in {data_dir / 'servers.json'}.")
        else:
            stop_platform(data_dir)
            print("Everything is stopped.")
    except LaunchFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
