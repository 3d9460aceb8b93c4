from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import LetterEmbedder

from ingest.build import ingest
from ingest.errors import FileCrashedError, FileTooLargeError, FileTooSlowError, ParseError
from ingest.isolation import FileReader, reading_apart
from ingest.parse import parse
from ingest.parse_limits import Limits
from ingest.parsed_json import from_json, to_json
from ingest.settings import Settings

LIMITS = Limits(seconds=60, megabytes=300, output_megabytes=1)

ReadDeed = Callable[[str], str]


@contextmanager
def reading(folder: Path, limits: Limits = LIMITS) -> Iterator[ReadDeed]:
    """The text of a file of that name, as a process reads it that does what the name says."""
    reader = FileReader(limits, worker="naughty_worker")

    def read(deed: str) -> str:
        path = folder / f"{deed}.md"
        path.write_text("x")
        return reader.parse(path, source_id="s").pages[0].text

    try:
        yield read
    finally:
        reader.close()


def alive(pid: int) -> bool:
    """Whether a process of that number runs: a zombie does not."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    told = Path(f"/proc/{pid}/stat")
    try:
        return not told.parent.parent.is_dir() or told.read_text().split(")")[1].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def test_a_file_is_read_apart_as_it_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Title\n\n- a [link](https://a.org)\n\n<!-- note -->\n\n---\n\n# Two\n\n1. first\n")
    with reading_apart() as reader:
        assert reader.parse(path, source_id="s") == parse(path, source_id="s")
        assert reader.parse(path, source_id="t", kind="document") == parse(
            path, source_id="t", kind="document"
        )


def test_an_error_of_the_file_is_the_same_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("no PDF")
    with reading_apart() as reader, pytest.raises(ParseError, match=r"^'a\.pdf' is not a PDF") as caught:
        reader.parse(tmp_path / "a.pdf", source_id="s")
    assert type(caught.value) is ParseError


def test_one_process_reads_file_after_file(tmp_path: Path) -> None:
    with reading(tmp_path) as read:
        assert read("pid") == read("pid-2")
        first = int(read("pid"))
        assert alive(first)
        assert first != os.getpid()
    assert not alive(first)


def test_a_process_that_dies_is_named_by_how_and_the_next_file_is_read(tmp_path: Path) -> None:
    with reading(tmp_path) as read:
        with pytest.raises(FileCrashedError, match=r"'crash\.md' made its reader crash \(SIGSEGV\)"):
            read("crash")
        with pytest.raises(FileCrashedError, match=r"'leave\.md' made its reader crash \(exit status 3\)"):
            read("leave")
        assert read("fine") == "fine"


def test_a_file_that_takes_too_long_is_left_and_the_next_one_is_read(tmp_path: Path) -> None:
    with reading(tmp_path, Limits(seconds=1)) as read:
        with pytest.raises(FileTooSlowError, match=r"'hang\.md' takes longer .* 1 seconds allowed"):
            read("hang")
        assert read("fine") == "fine"


def test_what_the_process_has_started_ends_with_it(tmp_path: Path) -> None:
    with reading(tmp_path, Limits(seconds=2)) as read, pytest.raises(FileTooSlowError):
        read("hang-below")
    child = int((tmp_path / "hang-below.md").read_text())
    for _ in range(100):
        if not alive(child):
            break
        time.sleep(0.05)
    assert not alive(child)


@pytest.mark.parametrize("deed", ["grow", "grow-at-once"])
def test_a_file_that_takes_too_much_memory_is_left_and_the_next_one_is_read(
    tmp_path: Path, deed: str
) -> None:
    if deed == "grow-at-once" and sys.platform == "darwin":
        pytest.skip("macOS promises any memory, and gives it when it is written to")
    with reading(tmp_path) as read:
        with pytest.raises(FileTooLargeError, match=rf"'{deed}\.md' needs more memory .* 300 MiB"):
            read(deed)
        assert read("fine") == "fine"


def test_a_file_that_gives_too_much_text_is_left(tmp_path: Path) -> None:
    with reading(tmp_path) as read:
        with pytest.raises(FileTooLargeError, match=r"'shout\.md' gives more than the 1 MiB"):
            read("shout")
        assert read("fine") == "fine"


def test_what_a_library_prints_is_no_answer(tmp_path: Path) -> None:
    with reading(tmp_path) as read:
        assert read("print") == "print"


def test_an_answer_that_is_none_is_a_crash(tmp_path: Path) -> None:
    with reading(tmp_path) as read:
        with pytest.raises(FileCrashedError, match=r"'lie\.md' made its reader crash"):
            read("lie")
        assert read("fine") == "fine"


@pytest.mark.parametrize("deed", ["call", "start", "peek", "scribble"])
def test_a_file_can_make_the_process_reach_nothing_beyond_itself(
    tmp_path: Path, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"  # the tests themselves may lie in the folder of temporary files
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with reading(tmp_path) as read:
        with pytest.raises(FileCrashedError):
            read(deed)
        assert read("fine") == "fine"


def test_the_process_knows_no_secret_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with reading(tmp_path) as read:
        names = read("environment").split()
    assert "PATH" in names
    assert "OPENAI_API_KEY" not in names


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kind": "poem"},
        {"title": None},
        {"pages": [{"number": 2}]},
        {"pages": {}},
        {"warnings": [1]},
    ],
)
def test_an_answer_of_another_shape_is_not_believed(tmp_path: Path, spoilt: dict[str, object]) -> None:
    (tmp_path / "a.md").write_text("# Title\n\ntext\n")
    data = to_json(parse(tmp_path / "a.md", source_id="s"))
    assert from_json(data, source_id="s").pages[0].title == "Title"
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(json.dumps(json.loads(data) | spoilt).encode(), source_id="s")


def test_a_block_beyond_its_page_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Title\n")
    data = json.loads(to_json(parse(tmp_path / "a.md", source_id="s")))
    data["pages"][0]["blocks"][0]["end"] = 6
    with pytest.raises(ValueError, match="a block from 0 to 6 in a text of 5 characters"):
        from_json(json.dumps(data).encode(), source_id="s")


def test_an_ingest_reads_apart_and_takes_the_rest_of_the_folder(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Title\n\nA text.\n")
    (corpus / "b.pdf").write_text("no PDF")
    settings = Settings(corpus=str(corpus), home=str(tmp_path / "home"))
    report = ingest(settings, embedder=LetterEmbedder())
    assert [(s.source.source_id, s.pages, bool(s.error)) for s in report.sources] == [
        ("a", 1, False),
        ("b", 0, True),
    ]


def test_the_memory_of_the_one_that_asks_is_not_counted(tmp_path: Path) -> None:
    held = bytearray(400 << 20)
    held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
    with reading(tmp_path) as read:
        assert read("pid") == read("pid-2")
    assert len(held) == 400 << 20
