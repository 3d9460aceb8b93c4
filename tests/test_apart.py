from __future__ import annotations

from pathlib import Path

import pytest
from fakes import LetterEmbedder

from ingest.apart import let_in
from ingest.build import ingest
from ingest.errors import ManifestError
from ingest.index import build_folder
from ingest.library import SqliteLibrary
from ingest.page import PageBuilder
from ingest.parse import parse
from ingest.settings import Settings
from ingest.sources import read_manifest
from ingest.types import Page

MANIFEST = '[[source]]\nid = "deck"\ntitle = "Deck"\nkind = "deck"\npath = "deck.md"\n'


def page(*, hidden: bool = False, text: str = "Shown.") -> Page:
    made = PageBuilder(source_id="s", number=1)
    made.add("paragraph", text)
    made.note("First note.\nSecond note.")
    return made.build(hidden=hidden)


def test_nothing_is_let_in_unless_it_is_allowed() -> None:
    assert let_in([page(hidden=True)], ()) == (page(hidden=True),)


@pytest.mark.parametrize(
    ("text", "whole"), [("Shown.", "Shown.\nFirst note.\nSecond note."), ("", "First note.\nSecond note.")]
)
def test_notes_that_are_allowed_stand_after_the_text(text: str, whole: str) -> None:
    [found] = let_in([page(text=text)], ("notes",))
    assert (found.text, found.notes) == (whole, "")
    assert "\n".join(found.text[b.start : b.end] for b in found.blocks) == whole


def test_a_hidden_slide_that_is_allowed_is_shown() -> None:
    [found] = let_in([page(hidden=True)], ("hidden",))
    assert (found.hidden, found.notes) == (False, "First note.\nSecond note.")


@pytest.mark.parametrize(("line", "allowed"), [("", False), ('answer_from = ["notes"]\n', True)])
def test_notes_are_answered_from_only_if_the_manifest_says_so(
    tmp_path: Path, line: str, allowed: bool
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "deck.md").write_text("# One\n\nShown.\n\n<!-- Say zebra. -->\n\n---\n\n# Two\n\n---\n")
    (corpus / "sources.toml").write_text(MANIFEST + line)
    settings = Settings(corpus=str(corpus), home=str(tmp_path / "home"))
    record = ingest(settings, embedder=LetterEmbedder(), parse=parse).record
    library = SqliteLibrary(build_folder(settings, record.build) / "library.sqlite")
    assert any("zebra" in passage.text for passage in library.all_passages()) is allowed
    assert library.source("deck").answer_from == (("notes",) if allowed else ())
    library.close()


def test_what_may_be_answered_from_is_notes_or_hidden_slides(tmp_path: Path) -> None:
    (tmp_path / "deck.md").write_text("# One\n")
    (tmp_path / "sources.toml").write_text(MANIFEST + 'answer_from = ["drafts"]\n')
    with pytest.raises(ManifestError, match="answer_from has 'drafts'; it takes hidden, notes"):
        read_manifest(tmp_path / "sources.toml")
