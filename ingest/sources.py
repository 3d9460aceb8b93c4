"""The sources of a corpus: what its manifest names and what its folder holds."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from ingest.converters import LEGACY
from ingest.document_lock import read_lock
from ingest.errors import CorpusError, ManifestError
from ingest.parse import SUFFIXES
from ingest.types import Apart, SlideRef, Source, SourceKind, SourceStatus

MANIFEST = "sources.toml"
DOCUMENTS = "documents"
"""The sub-folder in which a document of the manifest is looked for as `<id>.<suffix>`."""

_TOP_KEYS = frozenset({"abbreviations", "examples", "fetch", "source"})
_FETCH_KEYS = frozenset({"by_hand", "hosts", "megabytes", "seconds"})
_TEXT_KEYS = frozenset(
    {"id", "title", "kind", "path", "url", "publisher", "date", "language", "licence", "status", "note"}
)
_OTHER_KEYS = frozenset({"answer_from", "by_hand", "linked_from"})
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """What may be fetched for a corpus."""

    hosts: tuple[str, ...] = ()
    """Hosts that may be asked, each with all below it."""
    by_hand: tuple[str, ...] = ()
    """Hosts whose documents a person has to supply."""
    megabytes: int = 50
    """Size of a document at most."""
    seconds: int = 60
    """Time that a document may take, at most."""


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """Every source under the given files and folders, those of a manifest first.

    A folder is searched for files of a supported suffix; its `sources.toml`, where there is one, says more
    about them and names documents that are not there. Raises CorpusError or ManifestError.
    """
    sources: list[Source] = []
    for path in paths:
        if not path.exists():
            raise CorpusError(
                f"There is no corpus at {str(path)!r} (looked for in {str(Path.cwd())!r}). "
                "Name a folder or file that exists."
            )
        if path.is_dir():
            sources += _in_folder(path)
        elif path.suffix.lower() in SUFFIXES:
            sources.append(_unlisted(path, path.parent))
        else:
            raise CorpusError(
                f"{path.name!r} is not of a kind that can be read ({', '.join(sorted(SUFFIXES))})."
            )
    sources = _told_apart(sources)
    if not any(source.path for source in sources):
        where = ", ".join(repr(str(p)) for p in paths)
        raise CorpusError(f"Nothing to read in {where}: no file ending in {', '.join(sorted(SUFFIXES))}.")
    return sources


def read_manifest(path: Path) -> list[Source]:
    """The sources a `sources.toml` names, in its order. Raises ManifestError naming the table at fault."""
    tables = _toml(path).get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ManifestError(f"{str(path)!r} must hold one [[source]] table a source.")
    sources = [_from_table(table, path, number) for number, table in enumerate(tables, 1)]
    for source_id, count in Counter(s.source_id for s in sources).items():
        if count > 1:
            raise ManifestError(
                f"{str(path)!r} has {count} sources with the id {source_id!r}; make them differ."
            )
    known = {s.source_id for s in sources}
    for source in sources:
        for ref in source.linked_from:
            if ref.source_id not in known:
                raise ManifestError(
                    f"{str(path)!r}: {source.source_id!r} is linked from {ref.source_id!r}, "
                    "which it does not name."
                )
    return sources


def read_examples(folder: Path, language: str = "en") -> list[str]:
    """The questions to start from that a folder's manifest lists as `examples`; none without a manifest.

    They are one list, or a table of lists by language (ISO 639-1). Raises ManifestError.
    """
    manifest = folder / MANIFEST
    examples = _toml(manifest).get("examples", []) if manifest.is_file() else []
    if isinstance(examples, dict):
        examples = examples.get(language) or examples.get("en", [])
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise ManifestError(
            f"{str(manifest)!r}: examples must be a list of texts in quotes, or one for each language."
        )
    return examples


def read_abbreviations(folder: Path) -> dict[str, str]:
    """Long forms by abbreviation, from the `[abbreviations]` table of a folder's manifest."""
    manifest = folder / MANIFEST
    table = _toml(manifest).get("abbreviations", {}) if manifest.is_file() else {}
    if not isinstance(table, dict) or not all(isinstance(long, str) for long in table.values()):
        raise ManifestError(f'{str(manifest)!r}: abbreviations must be lines such as ILO = "its long form".')
    return table


def read_fetching(folder: Path) -> Fetching:
    """What the `[fetch]` table of a folder's manifest allows; no host at all without one."""
    manifest = folder / MANIFEST
    table = _toml(manifest).get("fetch", {}) if manifest.is_file() else {}
    where = f"{str(manifest)!r}, [fetch]"
    if not isinstance(table, dict):
        raise ManifestError(f"{where} must be a table.")
    for key, value in table.items():
        if key not in _FETCH_KEYS:
            raise ManifestError(f"{where}: there is no {key!r}; it takes {_listed(_FETCH_KEYS)}.")
        if key in ("by_hand", "hosts"):
            hosts = value if isinstance(value, list) else [None]
            if not all(isinstance(host, str) and _HOST.fullmatch(host) for host in hosts):
                raise ManifestError(f'{where}: {key} takes names such as ["ilo.org", "un.org"].')
        elif not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ManifestError(f"{where}: {key} takes a number from 1 upwards.")
    known = Fetching()
    return Fetching(
        hosts=tuple(table.get("hosts", ())),
        by_hand=tuple(table.get("by_hand", ())),
        megabytes=table.get("megabytes", known.megabytes),
        seconds=table.get("seconds", known.seconds),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{str(path)!r} is not valid TOML: {error}.") from error
    for key in tables:
        if key not in _TOP_KEYS:
            raise ManifestError(f"{str(path)!r}: there is no {key!r}; at the top stand {_listed(_TOP_KEYS)}.")
    return tables


def _from_table(table: dict[str, Any], path: Path, number: int) -> Source:
    where = f"{str(path)!r}, source {table.get('id', f'number {number}')!r}"
    for key in table:
        if key not in _TEXT_KEYS | _OTHER_KEYS:
            raise ManifestError(
                f"{where}: there is no field {key!r}; the fields are {_listed(_TEXT_KEYS | _OTHER_KEYS)}."
            )
        if key in _TEXT_KEYS and not isinstance(table[key], str):
            raise ManifestError(f"{where}: {key!r} must be a text in quotes.")
    for key in ("id", "title", "kind"):
        if not table.get(key):
            raise ManifestError(f"{where}: {key!r} is missing.")
    if not _SLUG.fullmatch(table["id"]):
        raise ManifestError(f"{where}: an id is made of lower-case letters, digits, dots and hyphens.")
    status = table.get("status", "deck" if table["kind"] == "deck" else "linked")
    for key, value, allowed in (("kind", table["kind"], SourceKind), ("status", status, SourceStatus)):
        if value not in get_args(allowed):
            raise ManifestError(f"{where}: {key} is {value!r}; it takes {_listed(get_args(allowed))}.")
    if table.get("date") and not _DATE.fullmatch(table["date"]):
        raise ManifestError(f"{where}: date is {table['date']!r}; write it as 2021, 2021-03 or 2021-03-15.")
    url = table.get("url") or None
    if url and not url.startswith(("http://", "https://")):
        raise ManifestError(f"{where}: url is {url!r}; it starts with http:// or https://.")
    return Source(
        source_id=table["id"],
        title=table["title"],
        kind=cast(SourceKind, table["kind"]),
        path=_file_of(table, path.parent, where),
        url=url,
        publisher=table.get("publisher", ""),
        date=table.get("date", ""),
        language=table.get("language", "en"),
        licence=table.get("licence", ""),
        status=cast(SourceStatus, status),
        linked_from=tuple(_ref(item, where) for item in table.get("linked_from", [])),
        note=table.get("note", ""),
        by_hand=_yes(table, "by_hand", where),
        answer_from=tuple(_apart(item, where) for item in table.get("answer_from", [])),
    )


def _file_of(table: dict[str, Any], folder: Path, where: str) -> Path | None:
    if named := table.get("path"):
        path = folder / str(named)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ManifestError(f"{where}: path {named!r} leads out of the corpus folder.")
        if not path.is_file():
            raise ManifestError(f"{where}: there is no file {named!r} in {str(folder)!r}.")
        return path
    order = sorted(
        SUFFIXES, key=lambda suffix: (suffix in LEGACY, suffix)
    )  # what is read without LibreOffice
    found = (folder / DOCUMENTS / (table["id"] + suffix) for suffix in order)
    return next((path for path in found if path.is_file()), None)


def _yes(table: dict[str, Any], key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise ManifestError(f"{where}: {key} is {value!r}; it takes true or false.")
    return value


def _apart(item: object, where: str) -> Apart:
    if item not in get_args(Apart):
        raise ManifestError(f"{where}: answer_from has {item!r}; it takes {_listed(get_args(Apart))}.")
    return cast(Apart, item)


def _ref(item: object, where: str) -> SlideRef:
    source_id, _, page = str(item).rpartition("/")
    if not source_id or not page.isdecimal() or int(page) < 1:
        raise ManifestError(f'{where}: linked_from has {item!r}; write it as "deck-id/12".')
    return SlideRef(source_id=source_id, page=int(page))


def _in_folder(folder: Path) -> list[Source]:
    manifest = folder / MANIFEST
    listed = read_manifest(manifest) if manifest.is_file() else []
    taken = {source.path.resolve() for source in listed if source.path}
    files = (p for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
    unlisted = [
        path
        for path in files
        if path.resolve() not in taken
        and not _hidden(path, folder)
        and path.resolve().is_relative_to(folder.resolve())
    ]
    places = Counter(name for name, _ in {(slugify(path.stem), path.parent) for path in unlisted})
    fetched = {folder / DOCUMENTS / entry.file: (key, entry) for key, entry in read_lock(folder).items()}
    return listed + [
        replace(
            _unlisted(path, folder),
            source_id=fetched[path][0],
            url=fetched[path][1].url,
        )
        if path in fetched
        else _unlisted(path, folder if places[slugify(path.stem)] > 1 else path.parent)
        for path in unlisted
    ]


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _unlisted(path: Path, folder: Path) -> Source:
    """A source known by its file's place below the folder; its kind is settled when it is read."""
    slug = slugify(path.relative_to(folder).with_suffix("").as_posix())
    return Source(source_id=slug, title="", kind="document", path=path)


def slugify(text: str) -> str:
    """The text as an id: lower-case ASCII letters and digits, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "source"


def _told_apart(sources: list[Source]) -> list[Source]:
    """The same sources with ids made different by the file's suffix, then by a number."""
    named = {s.source_id for s in sources if s.title}
    crowd = Counter(s.source_id for s in sources)
    seen: set[str] = set(named)
    result = []
    for source in sources:
        source_id = source.source_id
        if not source.title and source.path and (crowd[source_id] > 1 or source_id in seen):
            base = source_id = f"{source_id}-{source.path.suffix.lower().lstrip('.')}"
            number = 2
            while source_id in seen:
                source_id, number = f"{base}-{number}", number + 1
        seen.add(source_id)
        result.append(replace(source, source_id=source_id))
    if len({s.source_id for s in result}) < len(result):
        twice = [i for i, n in Counter(s.source_id for s in result).items() if n > 1]
        raise ManifestError(f"Two manifests name the source {twice[0]!r}; make the ids differ.")
    return result


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
