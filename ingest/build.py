"""The whole of ingestion, in the order the data takes: find, read, cut, embed, store, switch."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from ingest.cache import VectorCache
from ingest.changes import SourceChanges, page_changes
from ingest.chunk import passages_of
from ingest.converters import programs
from ingest.embed import Embedder, prepare_embedder, prepared_fingerprint
from ingest.errors import CorpusError, CorpusIndexError, IndexBusyError
from ingest.index import (
    CURRENT,
    FORMAT,
    RECORD,
    BuildRecord,
    build_folder,
    current_record,
    index_folder,
    write_record,
)
from ingest.intake import Reading, SourceReport, linked, read_source
from ingest.isolation import reading_apart
from ingest.lexical import LexicalIndex
from ingest.library import SqliteLibrary
from ingest.parse import Parse
from ingest.reader import prepare_reader
from ingest.settings import Settings
from ingest.sources import find_sources, read_abbreviations
from ingest.terms import terms
from ingest.types import GRAINS, Page, Passage, Source
from ingest.vectors import VectorStore, drop_build
from ingest.vocabulary import Vocabulary

EMBED_BATCH = 256
"""Passages embedded between two savings of the cache: what an interruption can cost."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is."""


def untold(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, kw_only=True)
class IngestReport:
    """What an ingest did."""

    record: BuildRecord
    sources: tuple[SourceReport, ...]
    embedded: int
    """Passages that had to be embedded; the others were known."""
    changes: tuple[SourceChanges, ...] = ()
    """What is new in the sources that the index in use before held too; sources without news are left out."""
    unchanged: bool = False
    """True when the index in use was already of exactly this corpus and nothing was done."""


def ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    *,
    embedder: Embedder | None = None,
    progress: Progress = untold,
    parse: Parse | None = None,
) -> IngestReport:
    """Makes the index of the corpus at `paths` (the configured corpus if none) the one in use.

    Built beside the index in use and switched at the end: killed at any moment, it leaves the old one or the
    new one, whole. Files are read by `parse`, by default in a process of their own within the limits set; one
    that cannot be read is reported and left out, and the rest goes in. Raises CorpusError when nothing can be
    read, IndexBusyError when another process is at it, EmbedderError, CorpusIndexError.
    """
    corpus = list(paths) or [settings.corpus_path]
    with _alone(settings):
        return _ingest(settings, corpus, embedder, progress, parse)


def ingest_pages(
    settings: Settings,
    source: Source,
    pages: Sequence[Page],
    *,
    embedder: Embedder | None = None,
    progress: Progress = untold,
) -> IngestReport:
    """Makes the index of pages that were read from no file, all of one source, the one in use.

    The source's title is no part of what its pages are found by. Built, switched and left alone when nothing
    has changed as by `ingest`, and raises as that does.
    """

    def read() -> list[Reading]:
        passages = tuple(p for page in pages for p in passages_of(page, source.language))
        report = SourceReport(source=source, pages=len(pages), passages=len(passages))
        return [Reading(report=report, pages=tuple(pages), passages=passages)]

    inputs = {source.source_id: hashlib.sha256(repr((source, tuple(pages))).encode()).hexdigest()}
    with _alone(settings):
        return _made(settings, (), inputs, read, embedder, progress)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keeps other processes from building in the same home. Raises IndexBusyError when one is at it."""
    settings.home_path.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.home_path / "ingest.lock", timeout=0):
            yield
    except Timeout as error:
        raise IndexBusyError(
            f"Another process is building the index in {str(settings.home_path)!r}. Wait for it to end."
        ) from error


def _ingest(
    settings: Settings,
    corpus: Sequence[Path],
    embedder: Embedder | None,
    progress: Progress,
    parse: Parse | None,
) -> IngestReport:
    sources = [
        replace(source, path=source.path.resolve()) if source.path else source
        for source in find_sources(corpus)
    ]
    inputs = {source.source_id: _input_hash(source) for source in sources}
    inputs["reading"] = repr((settings.limits, sorted(Path(program).name for program in programs())))
    inputs |= {f"abbreviations of {path}": repr(sorted(read_abbreviations(path).items())) for path in corpus}

    def read() -> list[Reading]:
        readings = []
        with reading_apart(settings.limits) as reader:
            for number, source in enumerate(sources):
                progress("Reading", number, len(sources))
                readings.append(read_source(source, parse or reader.parse))
        progress("Reading", len(sources), len(sources))
        return linked(readings)

    return _made(settings, corpus, inputs, read, embedder, progress)


def _made(
    settings: Settings,
    corpus: Sequence[Path],
    inputs: dict[str, str],
    read: Callable[[], list[Reading]],
    embedder: Embedder | None,
    progress: Progress,
) -> IngestReport:
    """The build in use, made of what `read` gives unless it was made of the same inputs."""
    old = current_record(settings)
    _remove_leftovers(settings, keep=old)
    if embedder is None:
        prepare_reader(settings)
    fingerprint = embedder.fingerprint if embedder else prepared_fingerprint(settings)
    if (
        old
        and list(old.inputs.items()) == list(inputs.items())  # in the manifest's order too
        and (old.format, old.embedder) == (FORMAT, fingerprint)
        and old.chroma == settings.chroma
        and _is_whole(settings, old)
    ):
        return IngestReport(record=old, sources=(), embedded=0, unchanged=True)

    readings = read()
    if not any(reading.passages for reading in readings):
        reasons = "; ".join(r.report.error for r in readings if r.report.error) or "no file has any text"
        raise CorpusError(f"Nothing could be read from the corpus: {reasons}.")

    progress("Preparing the embedder", 0, 1)
    embedder = embedder or prepare_embedder(settings)
    progress("Preparing the embedder", 1, 1)
    passages = [passage for reading in readings for passage in reading.passages]
    vectors, embedded = _embed(settings, embedder, passages, progress)

    moment = datetime.now(UTC)
    build = f"{moment:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}"
    record = BuildRecord(
        build=build,
        format=FORMAT,
        embedder=embedder.fingerprint,
        dimension=embedder.dimension,
        corpus=tuple(str(path) for path in corpus),
        inputs=inputs,
        chroma=settings.chroma,
        created=moment.isoformat(timespec="seconds"),
        pages=sum(len(reading.pages) for reading in readings),
        passages=len(passages),
        languages=tuple(sorted({r.report.source.language for r in readings if r.passages})),
    )
    progress("Storing", 0, 1)
    _store(settings, record, readings, passages, vectors)
    _switch(settings, build)
    progress("Storing", 1, 1)
    # Not before: what is read of the old index would lie in memory while Chroma writes (see vectors.py).
    changes = _changes(settings, old, readings)
    _remove_leftovers(settings, keep=record)
    return IngestReport(
        record=record, sources=tuple(r.report for r in readings), embedded=embedded, changes=changes
    )


def _changes(
    settings: Settings, old: BuildRecord | None, readings: Sequence[Reading]
) -> tuple[SourceChanges, ...]:
    """What is new since the build in use; nothing when it cannot be read, as one of another version."""
    if old is None or old.format != FORMAT:
        return ()
    found = []
    path = build_folder(settings, old.build) / "library.sqlite"
    with (
        suppress(CorpusIndexError, KeyError, TypeError, ValueError, sqlite3.Error),
        closing(SqliteLibrary(path)) as library,
    ):
        for reading in readings:
            before = library.pages(reading.report.source.source_id)
            changes = page_changes(before, reading.pages) if before and reading.pages else ()
            if changes:
                found.append(SourceChanges(source_id=reading.report.source.source_id, changes=changes))
    return tuple(found)


def _input_hash(source: Source) -> str:
    """Hash of the file's bytes and of what is said of the source."""
    digest = hashlib.sha256(repr(replace(source, path=None)).encode())
    if source.path:
        with suppress(OSError), source.path.open("rb") as stream:  # reading it will say what is wrong
            digest.update(hashlib.file_digest(stream, "sha256").digest())
        digest.update(str(source.path).encode())
    return digest.hexdigest()


def _embed(
    settings: Settings, embedder: Embedder, passages: Sequence[Passage], progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """A row a passage, and how many texts were not known yet."""
    cache = VectorCache(
        settings.home_path / "vectors.sqlite", fingerprint=embedder.fingerprint, dimension=embedder.dimension
    )
    try:
        texts = list(dict.fromkeys(passage.embedded_text for passage in passages))
        known = cache.get(texts)
        missing = sorted((text for text in texts if text not in known), key=len)
        for at in range(0, len(missing), EMBED_BATCH):
            progress("Embedding", at, len(missing))
            some = missing[at : at + EMBED_BATCH]
            rows = embedder.embed_passages(some)
            cache.put(some, rows)
            known.update(zip(some, rows, strict=True))
        progress("Embedding", len(missing), len(missing))
        cache.keep_only(texts)
    finally:
        cache.close()
    return np.stack([known[passage.embedded_text] for passage in passages]), len(missing)


def _store(
    settings: Settings,
    record: BuildRecord,
    readings: Sequence[Reading],
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
) -> None:
    folder = build_folder(settings, record.build)
    folder.mkdir(parents=True)
    language = {r.report.source.source_id: r.report.source.language for r in readings}
    library = SqliteLibrary(folder / "library.sqlite", create=True)
    for position, reading in enumerate(readings):
        library.add(position, reading.report.source, reading.pages, reading.passages)
    library.close()
    for grain in GRAINS:
        LexicalIndex.create(
            folder / "terms" / grain,
            (
                (p.passage_id, terms(p.embedded_text, language[p.source_id]))
                for p in passages
                if p.grain == grain
            ),
        )
    given = {k: v for path in record.corpus for k, v in read_abbreviations(Path(path)).items()}
    Vocabulary.of((p.text for p in passages if p.grain == "statement"), given).write(folder / "words.json")
    store = VectorStore.create(
        folder / "chroma",
        record.chroma,
        record.build,
        fingerprint=record.embedder,
        dimension=record.dimension,
    )
    store.add(passages, vectors)
    if store.count() != len(passages):
        raise CorpusIndexError(
            f"Chroma holds {store.count()} of {len(passages)} vectors; the index in use was left as it is. "
            "Run again: rapporteur ingest"
        )
    write_record(folder, record)


def _switch(settings: Settings, build: str) -> None:
    """Makes a finished build the one in use, in one step."""
    folder = index_folder(settings)
    fresh = folder / f".{CURRENT}-{build}"
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(build)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(folder / CURRENT)


def _remove_leftovers(settings: Settings, *, keep: BuildRecord | None) -> None:
    """Removes every build but this one: those replaced, and those cut off before they were finished."""
    kept = keep.build if keep else None
    folder = index_folder(settings)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in (CURRENT, kept):
            continue
        if path.is_dir():
            for address in {settings.chroma, _server_of(path)}:
                drop_build(path, address, path.name)
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _server_of(folder: Path) -> str:
    """Address of the Chroma server that a build was made on; empty if none or not known."""
    try:
        return str(json.loads((folder / RECORD).read_text(encoding="utf-8"))["chroma"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _is_whole(settings: Settings, record: BuildRecord) -> bool:
    """Whether everything of a build can be opened: if not, a new one puts it right."""
    folder = build_folder(settings, record.build)
    try:
        with closing(SqliteLibrary(folder / "library.sqlite")):
            Vocabulary.read(folder / "words.json")
        held = sum(LexicalIndex.open(folder / "terms" / grain).size() for grain in GRAINS)
        store = VectorStore.open(folder / "chroma", record.chroma, record.build, fingerprint=record.embedder)
        return held == store.count() == record.passages
    except Exception:  # whatever a damaged file makes the libraries raise
        return False
