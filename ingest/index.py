"""A finished build, opened for questions: its library, its vectors and its terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from ingest.chunk import CHUNKER_VERSION
from ingest.embed import Embedder, open_embedder, prepared_fingerprint
from ingest.errors import CorpusIndexError, IndexMismatchError, NoIndexError
from ingest.lexical import LexicalIndex
from ingest.library import SqliteLibrary
from ingest.parse import PARSER_VERSION
from ingest.reader import Reader, open_reader
from ingest.settings import Settings
from ingest.terms import TERMS_VERSION
from ingest.titles import Titles
from ingest.types import GRAINS, Grain
from ingest.vectors import VectorStore
from ingest.vocabulary import Vocabulary

CURRENT = "CURRENT"
"""The file that names the build in use; replacing it is the switch."""
RECORD = "build.json"
FORMAT = f"1.{PARSER_VERSION}.{CHUNKER_VERSION}.{TERMS_VERSION}"
"""Version of what a build holds and of the code that made it: another one needs a new build."""


@dataclass(frozen=True, kw_only=True)
class BuildRecord:
    """What a build was made of; equal inputs, format and embedder make an equal build."""

    build: str
    format: str
    embedder: str
    """Fingerprint of the embedding model."""
    dimension: int
    corpus: tuple[str, ...]
    """The files and folders that were read."""
    inputs: dict[str, str]
    """Hash of each source's file and of what the manifest says of it, by source id."""
    chroma: str
    """Address of the Chroma server; empty when the vectors lie in the build's folder."""
    created: str
    """UTC, ISO 8601."""
    pages: int
    passages: int
    languages: tuple[str, ...]
    """ISO 639-1 codes of the sources that were read."""


class Index:
    """Everything a question is answered from. Read-only; safe to share between threads."""

    def __init__(
        self,
        *,
        record: BuildRecord,
        library: SqliteLibrary,
        vectors: VectorStore,
        lexical: Mapping[Grain, LexicalIndex],
        embedder: Embedder,
        reader: Reader,
        vocabulary: Vocabulary,
    ) -> None:
        """Use `open`."""
        self.record = record
        self.library = library
        self.vectors = vectors
        self.lexical = lexical
        self.embedder = embedder
        self.reader = reader
        self.vocabulary = vocabulary

    @cached_property
    def titles(self) -> Titles:
        """The pages by their titles, read when they are first asked for."""
        return Titles(self.library.titles())

    @classmethod
    def open(
        cls, settings: Settings, *, embedder: Embedder | None = None, reader: Reader | None = None
    ) -> Index:
        """The index in use, searched with the embedder given or else the one that the settings name.

        Raises NoIndexError, IndexMismatchError (built with other settings or by another version), and
        CorpusIndexError when its files are damaged or the Chroma server is not there.
        """
        record = current_record(settings)
        if record is None:
            raise NoIndexError(
                f"There is no index in {str(settings.home_path)!r}. Build it: rapporteur ingest"
            )
        if record.format != FORMAT:
            raise IndexMismatchError(
                f"The index in {str(settings.home_path)!r} was built by another version of Rapporteur. "
                "Run: rapporteur ingest"
            )
        if record.chroma != settings.chroma:
            raise IndexMismatchError(
                f"The index keeps its vectors in {record.chroma or 'its own folder'!r}; "
                f"RAPPORTEUR_CHROMA is now {settings.chroma!r}. Set it back, or run: rapporteur ingest"
            )
        fingerprint = embedder.fingerprint if embedder else prepared_fingerprint(settings)
        if fingerprint != record.embedder:
            raise IndexMismatchError(
                f"The index was built with the embedder {record.embedder!r}; RAPPORTEUR_EMBEDDER is now "
                f"{settings.embedder!r}. Run: rapporteur ingest"
            )
        folder = build_folder(settings, record.build)
        return cls(
            record=record,
            library=SqliteLibrary(folder / "library.sqlite"),
            vectors=VectorStore.open(
                folder / "chroma", record.chroma, record.build, fingerprint=record.embedder
            ),
            lexical={grain: LexicalIndex.open(folder / "terms" / grain) for grain in GRAINS},
            embedder=embedder or open_embedder(settings),
            reader=reader or open_reader(settings),
            vocabulary=_vocabulary(folder / "words.json"),
        )


def _vocabulary(file: Path) -> Vocabulary:
    try:
        return Vocabulary.read(file)
    except (OSError, ValueError, KeyError) as error:
        raise CorpusIndexError(f"{str(file)!r} cannot be read: {error}. Run: rapporteur ingest") from error


def index_folder(settings: Settings) -> Path:
    """The folder of all builds."""
    return settings.home_path / "index"


def build_folder(settings: Settings, build: str) -> Path:
    """The folder of one build."""
    return index_folder(settings) / build


def current_record(settings: Settings) -> BuildRecord | None:
    """What the build in use was made of, or None if there is none."""
    try:
        build = (index_folder(settings) / CURRENT).read_text(encoding="utf-8").strip()
        fields = json.loads((build_folder(settings, build) / RECORD).read_text(encoding="utf-8"))
        return BuildRecord(
            **{**fields, "corpus": tuple(fields["corpus"]), "languages": tuple(fields["languages"])}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(folder: Path, record: BuildRecord) -> None:
    """Stores the record beside what it describes."""
    (folder / RECORD).write_text(json.dumps(asdict(record), indent=1, ensure_ascii=False), encoding="utf-8")
