"""The variables that everything is started with, and the words that a person reads meanwhile; changes no variable."""

from __future__ import annotations

import sys
from collections.abc import Mapping

# pip's settings that say where packages come from are the person's; all others could bend what is installed.
PIP_KEPT = {
    "PIP_CACHE_DIR",
    "PIP_CERT",
    "PIP_CLIENT_CERT",
    "PIP_CONFIG_FILE",
    "PIP_DEFAULT_TIMEOUT",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
    "PIP_KEYRING_PROVIDER",
    "PIP_NO_CACHE_DIR",
    "PIP_NO_INDEX",
    "PIP_PROXY",
    "PIP_RETRIES",
    "PIP_TIMEOUT",
    "PIP_TRUSTED_HOST",
}
# They would put other people's modules before ours, or break an environment's start.
PYTHON_DROPPED = {"PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__"}


def cleaned(variables: Mapping[str, str]) -> dict[str, str]:
    """A copy without what bends Python or pip."""
    kept = {
        name: value
        for name, value in variables.items()
        if name not in PYTHON_DROPPED and (not name.startswith("PIP_") or name in PIP_KEPT)
    }
    if kept.get("HOME") == "":
        # An empty HOME means "/" to expanduser; without HOME the user's own folder is looked up.
        del kept["HOME"]
    return kept


def say(text: str) -> None:
    """One message to a person, on stderr: stdout belongs to the program that is started."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
