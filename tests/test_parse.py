from __future__ import annotations

from pathlib import Path

import pytest
from parse_support import read
from pptx import Presentation

from ingest import converters
from ingest import parse as parse_module
from ingest.errors import ParseError
from ingest.page import Parsed, bare_urls, one_line, shortened
from ingest.parse import SUFFIXES, parse
from ingest.types import SourceKind


def test_the_suffixes_that_can_be_read() -> None:
    assert {".md", ".txt", ".pptx", ".pdf", ".ppt"} < SUFFIXES
    assert {suffix.lower() for suffix in SUFFIXES} == SUFFIXES


def test_a_suffix_in_capitals_is_the_same(tmp_path: Path) -> None:
    assert read(tmp_path / "A.TXT", "Hello.").pages[0].text == "Hello."


def test_an_unknown_suffix_names_the_file_and_what_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"'a\.xyz'.*\.md, .*\.pdf, .*\.pptx"):
        read(tmp_path / "a.xyz", "text")


@pytest.mark.parametrize(("name", "target"), [("a.ppt", "pptx"), ("a.doc", "docx")])
def test_a_legacy_file_names_libreoffice(
    tmp_path: Path, name: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converters, "office", lambda: None)
    with pytest.raises(
        ParseError,
        match=rf"LibreOffice, or convert the file: soffice --headless --convert-to {target} '{name}'",
    ):
        read(tmp_path / name, "x")


def test_a_legacy_file_is_converted_where_libreoffice_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Converted"
    deck.save(str(tmp_path / "made.pptx"))
    program.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\n'
        f'[ "${{3##*/}}" = old.ppt ] && cp {tmp_path}/made.pptx "$2/old.pptx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(converters, "office", lambda: str(program))
    parsed = read(tmp_path / "old.ppt", "x")
    assert [page.title for page in parsed.pages] == ["Converted"]
    with pytest.raises(ParseError, match=r"'other\.ppt' could not be converted by LibreOffice"):
        read(tmp_path / "other.ppt", "x")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ParseError, match=rf"'a\{suffix}' is empty"):
        read(tmp_path / f"a{suffix}", "")


@pytest.mark.parametrize("suffix", [".pptx", ".pdf"])
def test_a_mislabelled_file_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ParseError, match=rf"'a\{suffix}' is not a "):
        read(tmp_path / f"a{suffix}", "no such thing")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"'gone\.md' cannot be opened: No such file"):
        parse(tmp_path / "gone.md", source_id="s")


def test_a_folder_with_a_suffix_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(ParseError, match=r"'a\.md' cannot be opened"):
        parse(tmp_path / "a.md", source_id="s")


def test_whatever_a_library_raises_becomes_a_parse_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
        raise LookupError("no part 7")

    monkeypatch.setitem(parse_module._PARSERS, ".md", failing)
    with pytest.raises(ParseError, match=r"'a\.md' is broken \(LookupError: no part 7\)"):
        read(tmp_path / "a.md", "text")


def test_pages_without_text_are_kept_and_reported(tmp_path: Path) -> None:
    parsed = read(
        tmp_path / "a.md",
        "# One\n\n---\n\n---\n\n# Three\n\n---\n\n![](x.png)\n\n---\n\n# Five\n",
        kind="deck",
    )
    assert [page.text for page in parsed.pages] == ["One", "", "Three", "", "Five"]
    assert parsed.warnings == ("2 slides have no text: 2, 4",)


def test_text_on_one_line_keeps_no_character_that_cannot_be_stored_or_seen() -> None:
    assert one_line(" a\u00a0b\r\nc\u00ad\u200b\x00d\u2028e\ud800 ") == "a b cd e"


def test_a_shortened_text_ends_after_a_word() -> None:
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://a.org/x.", ["https://a.org/x"]),
        ("(http://a.org/b_(c)) and www.b.org, too", ["http://a.org/b_(c)", "www.b.org"]),
        ("nothing: http:// www.", []),
    ],
)
def test_addresses_written_out_are_found_without_the_punctuation_around(text: str, urls: list[str]) -> None:
    assert bare_urls(text) == urls
