"""The documents that the manifest and the slides link to, fetched on demand into the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ingest.document_lock import Fetched, read_lock, replace_file, sha256, write_lock
from ingest.errors import FetchError
from ingest.sources import DOCUMENTS
from ingest.types import Source
from ingest.web import Reply, Web

State = Literal[
    "fetched", "changed", "unchanged", "by hand", "supply by hand", "not allowed", "dead", "failed"
]
STATES: tuple[State, ...] = (
    "fetched",
    "changed",
    "unchanged",
    "by hand",
    "supply by hand",
    "not allowed",
    "dead",
    "failed",
)
"""What became of a document; "by hand" is one that the operator has put there, which is left alone."""

_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/msword": ".doc",
    "application/vnd.ms-powerpoint": ".ppt",
}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})
_BEGINNINGS = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK",),
    ".pptx": (b"PK",),
    ".odt": (b"PK",),
    ".odp": (b"PK",),
    ".doc": (bytes.fromhex("d0cf11e0"), b"{\\rtf"),
    ".ppt": (bytes.fromhex("d0cf11e0"),),
    ".html": (b"<",),
    ".xhtml": (b"<",),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one document."""

    source: Source
    state: State
    detail: str = ""
    """Its file, or why there is none."""


def fetch(
    folder: Path,
    sources: Sequence[Source],
    web: Web,
    *,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Outcome]:
    """Every source with an address, fetched into the folder's documents or asked whether it has changed.

    A file that was put there by hand is left alone. The lock is written after each document: interrupted, it
    says what is there. Raises ManifestError when the lock cannot be read; what goes wrong with a document is
    its outcome.
    """
    lock = read_lock(folder)
    wanted = [source for source in sources if source.url]
    outcomes = []
    for number, source in enumerate(wanted):
        progress("Fetching", number, len(wanted))
        outcomes.append(_one(folder, source, web, lock, now))
    progress("Fetching", len(wanted), len(wanted))
    return outcomes


def _one(
    folder: Path, source: Source, web: Web, lock: dict[str, Fetched], now: Callable[[], datetime]
) -> Outcome:
    held = lock.get(source.source_id)
    file = _file_of(folder, source, held)
    if file is not None and not (held and _is_as_fetched(file, held)):
        return Outcome(source=source, state="by hand", detail=str(file.relative_to(folder)))
    if source.by_hand:
        return Outcome(
            source=source, state="supply by hand", detail=_supply(source, "its terms ask for that")
        )
    asked = {}
    if file is not None and held and held.url == source.url:
        asked = {"If-None-Match": held.etag, "If-Modified-Since": held.modified}
    try:
        reply = web.get(str(source.url), {name: value for name, value in asked.items() if value})
        return _kept(folder, source, reply, file, lock, now().isoformat(timespec="seconds"))
    except FetchError as error:
        if error.by_hand:
            return Outcome(source=source, state="supply by hand", detail=_supply(source, str(error)))
        state: State = "not allowed" if error.not_allowed else "dead" if error.dead else "failed"
        return Outcome(source=source, state=state, detail=str(error))


def _kept(
    folder: Path, source: Source, reply: Reply, file: Path | None, lock: dict[str, Fetched], moment: str
) -> Outcome:
    held = lock.get(source.source_id)
    if reply.status == 304:
        if held is None or file is None:
            raise FetchError("its host says that it has not changed, and was not asked")
        lock[source.source_id] = replace(held, checked=moment)
        write_lock(folder, lock)
        return Outcome(source=source, state="unchanged", detail=held.file)
    suffix = suffix_of(reply)
    name = f"{source.source_id}{suffix}"
    digest = sha256(reply.body)
    same = held is not None and file is not None and held.sha256 == digest
    if not same:
        replace_file(folder / DOCUMENTS / name, reply.body)
        if file is not None and file.name != name:
            file.unlink(missing_ok=True)
    lock[source.source_id] = Fetched(
        file=held.file if same and held else name,
        url=str(source.url),
        found_at=reply.url,
        sha256=digest,
        bytes=len(reply.body),
        type=reply.headers.get("content-type", ""),
        fetched=held.fetched if same and held else moment,
        checked=moment,
        etag=reply.headers.get("etag", ""),
        modified=reply.headers.get("last-modified", ""),
    )
    write_lock(folder, lock)
    state: State = "unchanged" if same else "changed" if held and file else "fetched"
    return Outcome(source=source, state=state, detail=f"{DOCUMENTS}/{name}")


def suffix_of(reply: Reply) -> str:
    """The suffix of the reply's format. Raises FetchError when it is of none that is read, or of another."""
    said = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not reply.body.strip():
        raise FetchError("it is empty")
    suffix = _SUFFIXES.get(said)
    if suffix is None and said in _UNTOLD:
        suffix = Path(urlsplit(reply.url).path).suffix.lower()
        suffix = suffix if suffix in _BEGINNINGS else _told_by_content(reply.body)
    if suffix is None:
        raise FetchError(f"it is of a type that is not read ({said or 'none given'!r})")
    beginnings = _BEGINNINGS.get(suffix)
    start = reply.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginnings and not any(start.startswith(one) for one in beginnings):
        raise FetchError(f"it says that it is {said or suffix!r}, and is not")
    if suffix in (".txt", ".md") and b"\0" in reply.body[:4096]:
        raise FetchError(f"it says that it is {said!r}, and is not")
    return suffix


def _told_by_content(body: bytes) -> str | None:
    return ".pdf" if body.startswith(b"%PDF-") else None


def _file_of(folder: Path, source: Source, held: Fetched | None) -> Path | None:
    """The file that the source is read from, or was fetched into."""
    if source.path is not None:
        return source.path
    fetched = folder / DOCUMENTS / held.file if held else None
    return fetched if fetched is not None and fetched.is_file() else None


def _is_as_fetched(file: Path, held: Fetched) -> bool:
    return file.name == held.file and file.is_file() and sha256(file.read_bytes()) == held.sha256


def _supply(source: Source, why: str) -> str:
    return f"{why}: open {source.url}, save it as {DOCUMENTS}/{source.source_id}.pdf (or its own suffix)"
