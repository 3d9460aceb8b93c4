from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.evaluation.bench_files import read_folder, summaries, word_order, word_recall, words
from ingest.errors import BenchmarkError
from ingest.parse_limits import Limits


def jsonl(path: Path, *entries: object) -> None:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files: one read, one blank, one refused; of the first, half the text is expected."""
    (tmp_path / "a.md").write_text("one two three four\n")
    (tmp_path / "b.md").write_text("![](x.png)\n")
    (tmp_path / "c.pdf").write_text("no PDF")
    (tmp_path / "a.txt").write_text("two five one six")
    jsonl(
        tmp_path / "manifest.jsonl",
        {"file": "a.md", "kind": "md"},
        {"file": "b.md", "kind": "md"},
        {"file": "c.pdf", "kind": "pdf", "flags": ["fuzz"]},
    )
    jsonl(
        tmp_path / "pairs.jsonl",
        {"file": "a.md", "expected": "a.txt", "neutral_recall": 0.9},
        {"file": "b.md", "expected": "a.txt", "neutral_recall": 0.7},
        {"file": "c.pdf", "expected": "a.txt", "neutral_recall": None},
    )
    return tmp_path


def test_every_file_has_an_outcome(folder: Path) -> None:
    results = read_folder(folder, Limits())
    assert [(r.file, r.outcome, r.flags) for r in results] == [
        ("a.md", "text", ()),
        ("b.md", "no text", ()),
        ("c.pdf", "refused", ("fuzz",)),
    ]
    assert "'c.pdf' is not a PDF" in results[2].reason


def test_only_pairs_that_a_neutral_reader_can_read_count(folder: Path) -> None:
    assert [(r.recall, r.order) for r in read_folder(folder, Limits())] == [
        (0.5, 0.25),
        (None, None),
        (None, None),
    ]
    text, pdf = summaries(read_folder(folder, Limits()))
    assert (text.kind, text.files, text.pairs, text.recall, text.outcomes["text"]) == ("md", 2, 1, 0.5, 1)
    assert (pdf.pairs, pdf.recall, pdf.outcomes["refused"]) == (0, None, 1)


def test_strings_that_must_be_there_are_looked_for_whole(folder: Path) -> None:
    jsonl(
        folder / "pairs.jsonl",
        {"file": "a.md", "must_include": ["Two, three", "one three"], "neutral_recall": 1},
    )
    assert read_folder(folder, Limits())[0].recall == 0.5


def test_a_file_that_is_not_read_has_found_nothing(folder: Path) -> None:
    jsonl(folder / "pairs.jsonl", {"file": "c.pdf", "expected": "a.txt", "neutral_recall": 1})
    assert read_folder(folder, Limits())[2].recall == 0


def test_words_are_counted_as_often_as_they_are_expected() -> None:
    assert word_recall("a a b", "a b b") == pytest.approx(2 / 3)
    assert word_recall("", "a") is None


def test_the_order_of_words_is_that_of_the_longest_run_they_share() -> None:
    assert word_order("a b c d", "c a b d") == 0.75
    assert word_order("a b", "x") == 0
    assert word_order("", "x") is None


def test_words_of_markdown_are_those_that_are_read() -> None:
    marked = '# A <b>bold</b> [link](https://a.org "t") ![alt](x.png) <!-- no --> co\xadop &amp; x_y'
    assert words(marked) == ["a", "bold", "link", "alt", "coop", "x", "y"]


def test_a_folder_without_a_manifest_is_an_error_that_says_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match=r"There is no 'manifest\.jsonl' in .*one a line"):
        read_folder(tmp_path, Limits())
    (tmp_path / "manifest.jsonl").write_text('{"kind": "md"}\n')
    with pytest.raises(BenchmarkError, match="line 1"):
        read_folder(tmp_path, Limits())


def test_the_command_prints_the_table_and_the_reasons(folder: Path) -> None:
    said = CliRunner().invoke(
        main, ["bench-files", str(folder), "--reasons", "--worst", "1", "--json", str(folder / "o.json")]
    )
    assert said.exit_code == 0, said.output
    assert "0.500" in said.output
    assert "refused: c.pdf: 'c.pdf' is not a PDF" in said.output
    assert "recall 0.500, order 0.250: a.md" in said.output
    assert json.loads((folder / "o.json").read_text())["files"][0]["recall"] == 0.5
