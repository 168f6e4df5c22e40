"""PostgreSQL refuses to run as root, so root starts it as the user `nobody`."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from sdgplatform.launcher.failures import LaunchFailed

USER = "nobody"


def command_prefix(*needed: Path) -> list[str]:
    """What to put before a command so that it runs without root's identity.

    Where a folder on the way to a needed file is closed to other users (root's home is), the program keeps
    the one capability to pass through. PostgreSQL looks with access(2), which honours capabilities only
    with the securebit.
    """
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        raise LaunchFailed(
            "PostgreSQL does not run as root and `setpriv` (package util-linux) is missing. "
            "Install it, or start as an ordinary user."
        )
    user = pwd.getpwnam(USER)
    dropped = [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--no-new-privs",
    ]
    plain = [*dropped, "--bounding-set=-all", "--inh-caps=-all"]
    if all(_can_reach(plain, path) for path in needed):
        return plain
    capability = "-all,+dac_override"
    passing = [
        *dropped,
        "--securebits=+no_setuid_fixup",
        f"--bounding-set={capability}",
        f"--inh-caps={capability}",
        f"--ambient-caps={capability}",
    ]
    for path in needed:
        if not _can_reach(passing, path):
            raise LaunchFailed(
                f"PostgreSQL does not run as root, and the user `{USER}` cannot reach {path}. "
                "Start as an ordinary user, or move the project and DATA_DIR to a folder open to others."
            )
    return passing


def hand_over(folder: Path) -> None:
    """Give a new folder to the user that will work in it."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)


def _can_reach(prefix: list[str], path: Path) -> bool:
    attempt = subprocess.run(  # noqa: S603  # constants and a path of our own
        [*prefix, "test", "-r", str(path)], capture_output=True, check=False
    )
    return attempt.returncode == 0
