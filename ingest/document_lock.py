"""What was fetched, from where, when and with which content: `documents.lock` beside the manifest."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.errors import ManifestError

LOCK = "documents.lock"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """One document as it was fetched."""

    file: str
    """Its name in the folder of documents."""
    url: str
    """The address it was asked for under."""
    found_at: str
    """The address it was found at, after redirects."""
    sha256: str
    bytes: int
    type: str
    """What its host says it is."""
    fetched: str
    """The moment, ISO 8601 in UTC, at which its content was had."""
    checked: str
    """The moment at which its host last said that it has not changed, or gave it."""
    etag: str = ""
    modified: str = ""
    """`Last-Modified`, as its host wrote it."""


def read_lock(folder: Path) -> dict[str, Fetched]:
    """The documents fetched for the corpus in a folder, by source id. Raises ManifestError."""
    path = folder / LOCK
    if not path.is_file():
        return {}
    try:
        held: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return {source_id: Fetched(**entry) for source_id, entry in held.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ManifestError(
            f"{str(path)!r} cannot be read ({error}). Delete it; what it lists then counts as placed by hand."
        ) from error


def write_lock(folder: Path, fetched: dict[str, Fetched]) -> None:
    """Replaces the lock in one step."""
    text = json.dumps(
        {source_id: asdict(fetched[source_id]) for source_id in sorted(fetched)}, ensure_ascii=False, indent=1
    )
    replace_file(folder / LOCK, f"{text}\n".encode())


def replace_file(path: Path, data: bytes) -> None:
    """Puts a file in place of another, in one step: nobody sees half of it, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def sha256(data: bytes) -> str:
    """The content's hash in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
