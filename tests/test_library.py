from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import DECK, PAGES, REPORT, REPORT_PAGE, SURVEY

from ingest.chunk import passages_of
from ingest.errors import CorpusIndexError, UnknownPageError, UnknownSourceError
from ingest.library import SqliteLibrary

PASSAGES = [passage for page in PAGES for passage in passages_of(page)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    """A deck, a report and a survey that was not fetched, stored and opened anew."""
    written = SqliteLibrary(tmp_path / "library.sqlite", create=True)
    written.add(2, REPORT, [REPORT_PAGE], passages_of(REPORT_PAGE))
    written.add(0, DECK, PAGES, PASSAGES)
    written.add(1, SURVEY, [], [])
    written.close()
    opened = SqliteLibrary(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def test_sources_come_back_as_they_were_in_manifest_order(library: SqliteLibrary) -> None:
    assert library.sources() == [DECK, SURVEY, REPORT]
    assert [library.source(s.source_id) for s in (SURVEY, DECK)] == [SURVEY, DECK]


def test_a_page_comes_back_as_it_was(library: SqliteLibrary) -> None:
    assert [library.page("deck", page.number) for page in PAGES] == list(PAGES)
    assert library.page("report", 1) == REPORT_PAGE


def test_every_field_of_a_page_comes_back(tmp_path: Path) -> None:
    page = replace(
        PAGES[1], hidden=True, unit="section", blocks=(replace(PAGES[1].blocks[0], number=3, level=2),)
    )
    written = SqliteLibrary(tmp_path / "library.sqlite", create=True)
    written.add(0, DECK, [page], [])
    assert written.page("deck", 2) == page
    written.close()


def test_pages_are_counted(library: SqliteLibrary) -> None:
    assert [library.page_count(name) for name in ("deck", "survey", "report", "absent")] == [5, 0, 1, 0]


def test_what_is_not_there_is_an_error_that_names_it(library: SqliteLibrary) -> None:
    with pytest.raises(UnknownSourceError, match="'absent'"):
        library.source("absent")
    with pytest.raises(UnknownPageError, match="'deck' has no page 6"):
        library.page("deck", 6)
    with pytest.raises(UnknownPageError, match="'absent' has no page 1"):
        library.page("absent", 1)


def test_passages_come_back_by_id(library: SqliteLibrary) -> None:
    wanted = [PASSAGES[3], PASSAGES[0]]
    assert library.passages([p.passage_id for p in wanted] + ["deck/99/0"]) == {
        p.passage_id: p for p in wanted
    }
    assert library.passages([]) == {}


def test_the_statements_of_a_page_come_in_reading_order(library: SqliteLibrary) -> None:
    assert library.statements("deck", 2) == [p for p in PASSAGES if p.page == 2 and p.grain == "statement"]
    assert library.statements("deck", 4) == []


def test_all_passages_come_source_by_source(library: SqliteLibrary) -> None:
    assert library.all_passages() == [*passages_of(REPORT_PAGE), *PASSAGES]


def test_many_passages_are_found_at_once(tmp_path: Path) -> None:
    many = [replace(PASSAGES[0], ordinal=n) for n in range(1201)]
    written = SqliteLibrary(tmp_path / "library.sqlite", create=True)
    written.add(0, DECK, [], many)
    assert written.passages([p.passage_id for p in many]) == {p.passage_id: p for p in many}
    written.close()


def test_a_source_goes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    written = SqliteLibrary(tmp_path / "library.sqlite", create=True)
    with pytest.raises(sqlite3.IntegrityError):
        written.add(0, DECK, [PAGES[0], PAGES[0]], PASSAGES)
    assert list(written.sources()) == []
    assert written.all_passages() == []
    written.close()


def test_threads_may_share_it(library: SqliteLibrary) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda n: library.page("deck", n % 5 + 1).number, range(200)))
    assert numbers == [n % 5 + 1 for n in range(200)]


def test_a_library_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CorpusIndexError, match=r"absent\.sqlite'.*Run: rapporteur ingest"):
        SqliteLibrary(tmp_path / "absent.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"this is no database " * 100])
def test_a_damaged_library_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite").write_bytes(content)
    with pytest.raises(CorpusIndexError, match=r"library\.sqlite'.*Run: rapporteur ingest"):
        SqliteLibrary(tmp_path / "library.sqlite")


def test_a_library_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "what? 100% #1"
    folder.mkdir()
    written = SqliteLibrary(folder / "library.sqlite", create=True)
    written.add(0, DECK, PAGES, PASSAGES)
    written.close()
    opened = SqliteLibrary(folder / "library.sqlite")
    assert opened.page_count("deck") == len(PAGES)
    opened.close()
