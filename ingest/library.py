"""Sources, pages and passages as they were ingested, in one SQLite file of a build."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import CorpusIndexError, UnknownPageError, UnknownSourceError
from ingest.types import Block, Grain, Link, Page, Passage, SlideRef, Source

_SCHEMA = """
create table source (position integer primary key, id text unique, data text);
create table page (source_id text, number integer, data text, primary key (source_id, number));
create table passage (id text primary key, source_id text, page integer, ordinal integer,
                      start integer, stop integer, grain text, kind text, context text, text text);
create index passage_page on passage (source_id, page, ordinal);
"""


class SqliteLibrary:
    """Reads (and, while a build is made, writes) the library of one build. Safe to share between threads."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Opens the file, or makes a new one. Raises CorpusIndexError if there is none to be read."""
        self._lock = threading.Lock()
        address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'ro'}"
        try:
            self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
            try:
                if create:
                    self._db.executescript(_SCHEMA)
                else:
                    self.sources()
            except sqlite3.Error:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise CorpusIndexError(
                f"The library {str(path)!r} cannot be used: {error}. Run: rapporteur ingest"
            ) from error

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def add(self, position: int, source: Source, pages: Iterable[Page], passages: Iterable[Passage]) -> None:
        """Stores one source with its pages and passages, all or nothing."""
        with self._lock, self._db:
            self._db.execute(
                "insert into source values (?, ?, ?)", (position, source.source_id, _dump(source))
            )
            self._db.executemany(
                "insert into page values (?, ?, ?)", ((p.source_id, p.number, _dump(p)) for p in pages)
            )
            self._db.executemany(
                "insert into passage values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        p.passage_id,
                        p.source_id,
                        p.page,
                        p.ordinal,
                        p.start,
                        p.end,
                        p.grain,
                        p.kind,
                        p.context,
                        p.text,
                    )
                    for p in passages
                ),
            )

    def sources(self) -> Sequence[Source]:
        """Every source in manifest order, fetched or not."""
        return [_source(row[0]) for row in self._rows("select data from source order by position")]

    def source(self, source_id: str) -> Source:
        """The source of that id. Raises UnknownSourceError."""
        rows = self._rows("select data from source where id = ?", source_id)
        if not rows:
            raise UnknownSourceError(f"There is no source {source_id!r} in the index.")
        return _source(rows[0][0])

    def page(self, source_id: str, number: int) -> Page:
        """One page. Raises UnknownPageError."""
        rows = self._rows("select data from page where source_id = ? and number = ?", source_id, number)
        if not rows:
            raise UnknownPageError(f"Source {source_id!r} has no page {number}.")
        return _page(rows[0][0])

    def pages(self, source_id: str) -> list[Page]:
        """The pages of a source in their order, none for one that is not there."""
        rows = self._rows("select data from page where source_id = ? order by number", source_id)
        return [_page(row[0]) for row in rows]

    def page_count(self, source_id: str) -> int:
        """Pages of a source, 0 for one that was not fetched."""
        return int(self._rows("select count(*) from page where source_id = ?", source_id)[0][0])

    def titles(self) -> list[tuple[str, tuple[str, int]]]:
        """The title of every page that is shown, "" for one without, with the page's source and number."""
        rows = self._rows(
            "select json_extract(data, '$.title'), source_id, number from page"
            " where not json_extract(data, '$.hidden')"
        )
        return [(str(title), (str(source_id), int(number))) for title, source_id, number in rows]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of those ids, by id."""
        found: dict[str, Passage] = {}
        for at in range(0, len(ids), 500):
            some = ids[at : at + 500]
            marks = ",".join("?" * len(some))
            for row in self._rows(f"{_SELECT} where id in ({marks})", *some):
                passage = _passage(row)
                found[passage.passage_id] = passage
        return found

    def statements(self, source_id: str, page: int) -> list[Passage]:
        """The statements of a page in reading order."""
        rows = self._rows(
            f"{_SELECT} where source_id = ? and page = ? and grain = 'statement' order by ordinal",
            source_id,
            page,
        )
        return [_passage(row) for row in rows]

    def sections(self, source_id: str, page: int) -> list[Passage]:
        """The page-grain passages of a page in reading order."""
        rows = self._rows(
            f"{_SELECT} where source_id = ? and page = ? and grain = 'page' order by ordinal", source_id, page
        )
        return [_passage(row) for row in rows]

    def all_passages(self) -> list[Passage]:
        """Every passage, source by source in reading order."""
        return [_passage(row) for row in self._rows(f"{_SELECT} order by rowid")]

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


_SELECT = "select source_id, page, ordinal, start, stop, grain, kind, context, text from passage"


def _dump(thing: Source | Page) -> str:
    return json.dumps(asdict(thing), ensure_ascii=False, default=str)


def _source(data: str) -> Source:
    fields = json.loads(data)
    fields["path"] = Path(fields["path"]) if fields["path"] else None
    fields["answer_from"] = tuple(fields["answer_from"])
    fields["linked_from"] = tuple(SlideRef(**ref) for ref in fields["linked_from"])
    return Source(**fields)


def _page(data: str) -> Page:
    fields = json.loads(data)
    fields["blocks"] = tuple(Block(**block) for block in fields["blocks"])
    fields["links"] = tuple(Link(**link) for link in fields["links"])
    return Page(**fields)


def _passage(row: Sequence[Any]) -> Passage:
    source_id, page, ordinal, start, end, grain, block, context, text = row
    kind: Grain = "page" if grain == "page" else "statement"
    return Passage(
        source_id=source_id,
        page=page,
        ordinal=ordinal,
        start=start,
        end=end,
        text=text,
        grain=kind,
        kind=block,
        context=context,
    )
