from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LetterEmbedder
from rich.console import Console

from bot.evaluation.changes_report import change_lines, print_changes
from bot.evaluation.touched import touched_cases
from bot.questions.read import parse as parse_questions
from ingest.build import ingest
from ingest.changes import Change, SourceChanges, page_changes
from ingest.page import PageBuilder
from ingest.parse import parse
from ingest.settings import Settings
from ingest.types import Page

QUESTIONS = """version: 1
questions:
- id: a
  question: What jobs?
  language: en
  type: fact
  expect: answer
  evidence: [{source: deck, page: 2}]
- id: b
  question: What else?
  language: en
  type: fact
  expect: answer
  evidence: [{source: deck.md, page: 1}]
- id: c
  question: Which one?
  language: en
  type: fact
  expect: answer
  evidence: [{source: deck.md, page: 3}]
"""


def deck(*texts: str, notes: str = "") -> list[Page]:
    """A page a text; what stands before a colon is its title."""
    pages = []
    for number, text in enumerate(texts, start=1):
        made = PageBuilder(source_id="deck", number=number)
        title, _, body = text.partition(": ")
        made.add("title", title)
        made.add("paragraph", body)
        made.note(notes)
        pages.append(made.build())
    return pages


def told(old: list[Page], new: list[Page]) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind, change.was, change.page) for change in page_changes(old, new)]


OLD = deck("A: one", "B: two", "C: three", "D: four")


def test_the_same_pages_have_not_changed() -> None:
    assert told(OLD, OLD) == []


def test_an_edited_page_is_known_by_its_title_or_its_words() -> None:
    assert told(OLD, deck("A: one", "B: twenty", "C: three", "D: four")) == [("edited", 2, 2)]
    long = "the very same words stand here and there"
    assert told(deck("A: x", f"B: {long}"), deck("A: x", f"Another: {long}")) == [("edited", 2, 2)]


def test_a_page_put_in_moves_those_behind_it() -> None:
    new = deck("A: one", "New: page", "B: two", "C: three", "D: four")
    assert told(OLD, new) == [("added", None, 2), ("moved", 2, 3), ("moved", 3, 4), ("moved", 4, 5)]


def test_a_page_taken_out_moves_those_behind_it() -> None:
    assert told(OLD, deck("A: one", "C: three", "D: four")) == [
        ("moved", 3, 2),
        ("removed", 2, None),
        ("moved", 4, 3),
    ]


def test_a_page_put_elsewhere_has_moved_and_was_not_removed() -> None:
    kinds = {kind for kind, _, _ in told(OLD, deck("D: four", "A: one", "B: two", "C: three"))}
    assert kinds == {"moved"}


def test_a_page_moved_and_edited_is_edited_and_both_its_numbers_are_told() -> None:
    assert ("edited", 4, 1) in told(OLD, deck("D: fourteen", "A: one", "B: two", "C: three"))


def test_another_page_at_the_same_place_is_another_page() -> None:
    assert told(OLD, deck("A: one", "New: page", "C: three", "D: four")) == [
        ("added", None, 2),
        ("removed", 2, None),
    ]


def test_notes_are_part_of_what_a_page_says() -> None:
    assert told(deck("A: one"), deck("A: one", notes="say more")) == [("edited", 1, 1)]


def test_pages_that_moved_together_are_told_together() -> None:
    new = deck("A: one", "New: page", "B: two", "C: three", "D: four")
    assert list(change_lines(page_changes(OLD, new))) == ["added    2: New", "moved    2-4 to 3-5"]


def test_the_pages_of_which_citations_no_longer_hold() -> None:
    changes = SourceChanges(
        source_id="deck", changes=page_changes(OLD, deck("A: one", "C: three", "D: five"))
    )
    assert changes.touched == {2, 3, 4}


def test_the_questions_that_cite_a_changed_page_are_found_by_id_and_by_file() -> None:
    dataset = parse_questions(QUESTIONS, Path("questions.yaml"))
    changes = SourceChanges(
        source_id="deck",
        changes=(Change(kind="edited", title="A", page=1, was=1), Change(kind="removed", title="B", was=2)),
    )
    assert [(case.id, source, page) for case, source, page in touched_cases(dataset, [changes])] == [
        ("a", "deck", 2),
        ("b", "deck", 1),
    ]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "deck.md").write_text("# A\n\nOne.\n\n---\n\n# B\n\nTwo.\n")
    return Settings(corpus=str(corpus), home=str(tmp_path / "home"))


def test_an_ingest_tells_what_is_new(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(settings, embedder=LetterEmbedder(), parse=parse).changes == ()
    file = settings.corpus_path / "deck.md"
    file.write_text(file.read_text().replace("Two.", "Twenty."))
    report = ingest(settings, embedder=LetterEmbedder(), parse=parse)
    assert [(c.source_id, [(x.kind, x.page) for x in c.changes]) for c in report.changes] == [
        ("deck", [("edited", 2)])
    ]
    questions = settings.corpus_path / "questions.yaml"
    questions.write_text(QUESTIONS)
    print_changes(report.changes, questions, Console(markup=False, highlight=False, width=120))
    said = capsys.readouterr().out
    assert "deck: 1 edited\n  edited   2: B\n" in said
    assert "  a: deck/2: What jobs?" in said


def test_an_ingest_of_another_version_tells_of_no_changes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, embedder=LetterEmbedder(), parse=parse)
    monkeypatch.setattr("ingest.build.FORMAT", "another")
    assert ingest(settings, embedder=LetterEmbedder(), parse=parse).changes == ()


def test_other_limits_have_the_files_read_again(settings: Settings) -> None:
    ingest(settings, embedder=LetterEmbedder(), parse=parse)
    assert ingest(settings, embedder=LetterEmbedder(), parse=parse).unchanged
    assert not ingest(replace(settings, parse_seconds="61"), embedder=LetterEmbedder(), parse=parse).unchanged
