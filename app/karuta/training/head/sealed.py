"""Self-checking files of a training: one line of JSON with the payload's hash, then the payload. Knows no meaning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from karuta.domain.shape import Misshapen, parsed, shaped
from karuta.files import make_folder, write_whole

_LONGEST_HEADER = 65_536


class Damaged(Exception):  # noqa: N818 - the condition, not the class of error, is the point
    """The file is not what was written. It is made again."""


def write_sealed(path: Path, header: Mapping[str, Any], payload: bytes) -> None:
    """Writes all of it or nothing. Raises `OSError`."""
    line = json.dumps({**header, "sha256": hashlib.sha256(payload).hexdigest()}, sort_keys=True) + "\n"
    make_folder(path.parent)
    write_whole(path, lambda beside: beside.write_bytes(line.encode() + payload))


def read_header(path: Path) -> dict[str, Any]:
    """The header alone; the payload is not looked at. Raises `Damaged`, and `FileNotFoundError`."""
    try:
        with path.open("rb") as file:
            header = shaped(parsed(file.readline(_LONGEST_HEADER)), dict[str, Any])
    except FileNotFoundError:
        raise
    except (OSError, Misshapen) as error:
        raise Damaged(f"{path} is damaged ({error})") from error
    return header


def read_sealed(path: Path) -> tuple[dict[str, Any], bytes]:
    """The header and the payload. Raises `Damaged`, and `FileNotFoundError`."""
    try:
        line, _, payload = path.read_bytes().partition(b"\n")
        header = shaped(parsed(line), dict[str, Any])
    except FileNotFoundError:
        raise
    except (OSError, Misshapen) as error:
        raise Damaged(f"{path} is damaged ({error})") from error
    if header.pop("sha256", None) != hashlib.sha256(payload).hexdigest():
        raise Damaged(f"{path} is damaged")
    return header, payload
