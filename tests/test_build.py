from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest
from fakes import LetterEmbedder, WordReader

from ingest import build, index
from ingest.build import IngestReport, ingest
from ingest.embed import Embedder
from ingest.errors import CorpusError, CorpusIndexError, IndexBusyError, IndexMismatchError, NoIndexError
from ingest.index import Index
from ingest.lexical import Sought
from ingest.parse import parse
from ingest.settings import Settings
from ingest.types import GRAINS

DECK = """# Cooperatives

- They provide jobs
- They have members

---

# Enterprises

- They lend money

---
"""
NOTES = "Quicksilver zebras juggle.\n"
EDITED = DECK.replace("They have members", "They have many owners")


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> LetterEmbedder:
    """The embedder that an index is opened with."""
    embedder = LetterEmbedder()
    monkeypatch.setattr(index, "prepared_fingerprint", lambda _: embedder.fingerprint)
    monkeypatch.setattr(index, "open_embedder", lambda _: embedder)
    monkeypatch.setattr(index, "open_reader", lambda _: WordReader())
    return embedder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus of a deck of three slides, the last one blank, and a note; and a home for its index."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "deck.md").write_text(DECK)
    (corpus / "notes.txt").write_text(NOTES)
    return Settings(corpus=str(corpus), home=str(tmp_path / "home"))


def ingested(settings: Settings, embedder: Embedder | None = None) -> IngestReport:
    """What the ingest of the corpus reports."""
    return ingest(settings, embedder=embedder or LetterEmbedder(), parse=parse)


@contextmanager
def opened(settings: Settings) -> Iterator[Index]:
    """The index in use."""
    found = Index.open(settings)
    try:
        yield found
    finally:
        found.library.close()


def said(settings: Settings) -> dict[str, str]:
    """The text of every statement of the index in use, once it is certain that the index is whole."""
    with opened(settings) as found:
        passages = found.library.all_passages()
        assert len(passages) == found.vectors.count() == found.record.passages
        for passage in passages:
            assert (
                found.library.page(passage.source_id, passage.page).text[passage.start : passage.end]
                == passage.text
            )
            vector = LetterEmbedder().embed_query(passage.embedded_text)
            cosines = dict(found.vectors.nearest(vector, passage.grain, len(passages)))
            assert cosines[passage.passage_id] == pytest.approx(1, abs=1e-5)
        assert sum(found.lexical[grain].size() for grain in GRAINS) == len(passages)
        return {p.passage_id: p.text for p in passages if p.grain == "statement"}


def assert_nothing_left_over(settings: Settings) -> None:
    """One build, the word which one it is, the lock and the vectors of its passages: nothing else."""
    home = settings.home_path
    current = (home / "index" / "CURRENT").read_text()
    assert {path.name for path in home.iterdir()} == {"index", "ingest.lock", "vectors.sqlite"}
    assert {path.name for path in (home / "index").iterdir()} == {"CURRENT", current}
    with opened(settings) as found:
        texts = {passage.embedded_text for passage in found.library.all_passages()}
    db = sqlite3.connect(home / "vectors.sqlite")
    assert db.execute("select count(*) from vector").fetchone() == (len(texts),)
    db.close()


OLD = {
    "deck/1/1": "Cooperatives",
    "deck/1/2": "They provide jobs",
    "deck/1/3": "They have members",
    "deck/2/1": "Enterprises",
    "deck/2/2": "They lend money",
    "notes/1/1": "Quicksilver zebras juggle.",
}
NEW = {key: text for key, text in OLD.items() if key != "notes/1/1"} | {"deck/1/3": "They have many owners"}


def test_an_ingest_makes_the_index_of_the_corpus(settings: Settings, letters: LetterEmbedder) -> None:
    report = ingested(settings)
    assert not report.unchanged
    assert [(s.source.source_id, s.pages, s.passages, s.blank, s.error) for s in report.sources] == [
        ("deck", 3, 7, (3,), ""),
        ("notes", 1, 2, (), ""),
    ]
    assert (report.record.pages, report.record.passages, report.record.languages) == (4, 9, ("en",))
    assert said(settings) == OLD
    with opened(settings) as found:
        assert found.record == report.record
        assert found.embedder is letters
        [(nearest, _)] = found.vectors.nearest(
            letters.embed_query("Enterprises\nThey lend money"), "statement", 1
        )
        assert nearest == "deck/2/2"
        assert found.lexical["statement"].best([Sought([("lend",)])], 3)[0][0] == "deck/2/2"
        assert [s.source_id for s in found.library.sources()] == ["deck", "notes"]
    assert_nothing_left_over(settings)


def test_a_file_without_a_manifest_is_named_by_what_it_is(settings: Settings) -> None:
    report = ingested(settings)
    assert [(s.source.title, s.source.kind, s.source.status) for s in report.sources] == [
        ("Cooperatives", "deck", "deck"),
        ("notes", "document", "linked"),
    ]


def test_a_text_that_stands_twice_is_embedded_once(settings: Settings) -> None:
    (settings.corpus_path / "again.md").write_text(DECK)
    embedder = LetterEmbedder()
    report = ingested(settings, embedder)
    assert embedder.embedded.count("Enterprises\nThey lend money") == 1
    assert report.embedded == len(embedder.embedded) == len(set(embedder.embedded))


def test_a_second_ingest_of_the_same_corpus_does_nothing(settings: Settings) -> None:
    first = ingested(settings)
    embedder = LetterEmbedder()
    second = ingested(settings, embedder)
    assert second.unchanged
    assert (second.embedded, embedder.embedded, second.record) == (0, [], first.record)


def test_an_edited_slide_is_embedded_alone_and_keeps_its_identity(settings: Settings) -> None:
    ingested(settings)
    (settings.corpus_path / "deck.md").write_text(EDITED)
    embedder = LetterEmbedder()
    report = ingested(settings, embedder)
    assert sorted(embedder.embedded) == [
        "Cooperatives\nThey have many owners",
        "Cooperatives\nThey provide jobs\nThey have many owners",
    ]
    assert (report.embedded, report.unchanged) == (2, False)
    assert said(settings) == OLD | {"deck/1/3": "They have many owners"}
    assert_nothing_left_over(settings)


def test_a_file_touched_but_not_changed_is_unchanged(settings: Settings) -> None:
    ingested(settings)
    os.utime(settings.corpus_path / "deck.md", (1, 1))
    assert ingested(settings).unchanged


def test_what_the_manifest_says_is_part_of_the_corpus(settings: Settings) -> None:
    ingested(settings)
    manifest = settings.corpus_path / "sources.toml"
    tables = [
        f'[[source]]\nid = "{name}"\ntitle = "{name}"\nkind = "document"\npath = "{path}"\n'
        for name, path in (("deck", "deck.md"), ("notes", "notes.txt"))
    ]
    manifest.write_text("".join(tables))
    assert not ingested(settings).unchanged
    assert ingested(settings).unchanged
    manifest.write_text("".join(reversed(tables)))
    assert not ingested(settings).unchanged
    with opened(settings) as found:
        assert [source.source_id for source in found.library.sources()] == ["notes", "deck"]


def test_a_source_that_was_not_fetched_is_listed_and_has_no_pages(settings: Settings) -> None:
    (settings.corpus_path / "sources.toml").write_text(
        '[[source]]\nid = "far"\ntitle = "Far away"\nkind = "document"\nurl = "https://example.org/far"\n'
    )
    ingested(settings)
    with opened(settings) as found:
        assert found.library.source("far").title == "Far away"
        assert found.library.page_count("far") == 0


def holding(folder: Path, found: bytes) -> list[Path]:
    """The files under the folder that have those bytes in them, in whatever case."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in files if found.lower() in path.read_bytes().lower()]


def test_a_hidden_slide_is_kept_but_not_answered_from(settings: Settings) -> None:
    from pptx import Presentation

    deck = Presentation()
    for title in ("Shown", "Unseen"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.slides[1]._element.set("show", "0")
    deck.save(str(settings.corpus_path / "slides.pptx"))
    ingested(settings)
    with opened(settings) as found:
        assert found.library.page("slides", 2).title == "Unseen"
        assert {p.page for p in found.library.all_passages() if p.source_id == "slides"} == {1}


def test_a_broken_file_is_reported_and_the_rest_goes_in(settings: Settings) -> None:
    (settings.corpus_path / "broken.pptx").write_bytes(b"not a presentation")
    (settings.corpus_path / "empty.md").write_bytes(b"")
    report = ingested(settings)
    errors = {s.source.source_id: s.error for s in report.sources if s.error}
    assert set(errors) == {"broken", "empty"}
    assert "'broken.pptx'" in errors["broken"]
    assert said(settings) == OLD


def test_a_file_that_may_not_be_opened_is_reported_and_the_rest_goes_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.open

    def refuse(path: Path, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        if path.name == "notes.txt":
            raise PermissionError(13, "Permission denied")
        return original(path, *args, **named)

    monkeypatch.setattr(Path, "open", refuse)
    report = ingested(settings)
    assert [s.source.source_id for s in report.sources if "'notes.txt' cannot be opened" in s.error] == [
        "notes"
    ]


def test_a_corpus_of_which_nothing_can_be_read_is_an_error_that_says_why(settings: Settings) -> None:
    (settings.corpus_path / "deck.md").write_bytes(b"")
    (settings.corpus_path / "notes.txt").write_bytes(b"")
    with pytest.raises(
        CorpusError, match=r"Nothing could be read.*'deck\.md' is empty.*'notes\.txt' is empty"
    ):
        ingested(settings)
    (settings.corpus_path / "deck.md").write_text("---\n\n---\n")
    (settings.corpus_path / "notes.txt").unlink()
    with pytest.raises(CorpusError, match="Nothing could be read"):
        ingested(settings)
    with pytest.raises(NoIndexError):
        Index.open(settings)


def test_a_corpus_gone_bad_leaves_the_index_as_it_was(settings: Settings) -> None:
    ingested(settings)
    shutil.rmtree(settings.corpus_path)
    with pytest.raises(CorpusError):
        ingested(settings)
    assert said(settings) == OLD


def test_paths_may_be_given(settings: Settings) -> None:
    ingest(settings, [settings.corpus_path / "notes.txt"], embedder=LetterEmbedder())
    assert said(settings) == {"notes/1/1": "Quicksilver zebras juggle."}


def test_without_an_ingest_there_is_no_index(settings: Settings) -> None:
    with pytest.raises(NoIndexError, match=r"No index|no index .*home.*Build it: rapporteur ingest"):
        Index.open(settings)


def test_another_embedder_is_an_error_with_the_command(settings: Settings, letters: LetterEmbedder) -> None:
    ingested(settings)
    letters.fingerprint = "other"
    with pytest.raises(
        IndexMismatchError, match=r"built with the embedder 'letters'.*Run: rapporteur ingest"
    ):
        Index.open(settings)
    embedder = LetterEmbedder("other")
    assert ingested(settings, embedder).embedded == len(embedder.embedded) > 0
    assert said(settings) == OLD
    assert_nothing_left_over(settings)


def test_another_version_is_an_error_with_the_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingested(settings)
    monkeypatch.setattr(index, "FORMAT", "next")
    monkeypatch.setattr(build, "FORMAT", "next")
    with pytest.raises(IndexMismatchError, match=r"another version.*Run: rapporteur ingest"):
        Index.open(settings)
    assert not ingested(settings).unchanged
    assert said(settings) == OLD


@pytest.mark.parametrize(
    "damaged",
    [
        "library.sqlite",
        "terms/page/meta.json",
        "terms/statement",
        "words.json",
        "chroma",
        "chroma/chroma.sqlite3",
    ],
)
def test_a_damaged_index_is_an_error_that_an_ingest_puts_right(settings: Settings, damaged: str) -> None:
    record = ingested(settings).record
    path = settings.home_path / "index" / record.build / damaged
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(CorpusIndexError, match="rapporteur ingest"):
        Index.open(settings)
    assert ingested(settings).embedded == 0
    assert said(settings) == OLD


def test_a_vector_that_is_missing_is_put_back_by_an_ingest(settings: Settings) -> None:
    ingested(settings)
    with opened(settings) as found:
        found.vectors._collections["page"].delete(ids=["deck/1/0"])
    assert ingested(settings).embedded == 0
    assert said(settings) == OLD


def test_two_at_once_are_one_too_many(settings: Settings) -> None:
    begun, done = threading.Event(), threading.Event()

    class Waiting(LetterEmbedder):
        def embed_passages(self, texts: Any) -> Any:  # noqa: ANN401
            begun.set()
            assert done.wait(30)
            return super().embed_passages(texts)

    first = threading.Thread(target=ingested, args=(settings, Waiting()))
    first.start()
    try:
        assert begun.wait(30)
        with pytest.raises(IndexBusyError, match=r"Another process is building the index in '.*home'"):
            ingested(settings)
    finally:
        done.set()
        first.join()
    assert said(settings) == OLD


def test_progress_tells_each_stage_from_its_beginning_to_its_end(settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    ingest(settings, embedder=LetterEmbedder(), progress=lambda *step: told.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["Reading", "Preparing the embedder", "Embedding", "Storing"]
    for stage in stages:
        steps = [(done, total) for each, done, total in told if each == stage]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1] > 0
        assert steps == sorted(steps)


def test_an_embedder_that_fails_leaves_the_index_as_it_was(settings: Settings) -> None:
    class Failing(LetterEmbedder):
        def embed_passages(self, texts: Any) -> Any:  # noqa: ANN401
            raise MemoryError

    ingested(settings)
    (settings.corpus_path / "deck.md").write_text(EDITED)
    with pytest.raises(MemoryError):
        ingested(settings, Failing())
    assert said(settings) == OLD


def test_an_index_that_is_open_goes_on_answering_while_it_is_replaced(settings: Settings) -> None:
    ingested(settings)
    with opened(settings) as old:
        (settings.corpus_path / "deck.md").write_text(EDITED)
        ingested(settings)
        assert said(settings) != OLD
        vector = LetterEmbedder().embed_query("Enterprises\nThey lend money")
        assert old.vectors.nearest(vector, "statement", 1)[0][0] == "deck/2/2"
        assert old.lexical["statement"].best([Sought([("member",)])], 1)[0][0] == "deck/1/3"
        assert old.library.page("deck", 1).text.endswith("They have members")


# What follows ingests in other processes, most to be killed. A server forks them: one import for all.

MOMENTS = [
    "ingest.cache.VectorCache.put",
    "ingest.cache.VectorCache.keep_only",
    "ingest.library.SqliteLibrary.add",
    "ingest.lexical.LexicalIndex.create",
    "ingest.vectors.VectorStore.create",
    "ingest.vectors.VectorStore.add",
    "ingest.build.write_record",
    "ingest.build._switch",
    "pathlib.Path.replace",
    "shutil.rmtree",
]
STEPS = 9
"""Progress is told so often when the changed corpus is ingested, its two new texts one by one."""


def die() -> None:
    """Ends this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(name: str, *, after: bool) -> None:
    """Makes the function or method of that name deadly, before or after it has done its work."""
    owner_name, _, attribute = name.rpartition(".")
    try:
        owner: Any = import_module(owner_name)
    except ModuleNotFoundError:
        module, _, cls = owner_name.rpartition(".")
        owner = getattr(import_module(module), cls)
    original = getattr(owner, attribute)

    @wraps(original)
    def fatal(*args: Any, **named: Any) -> None:  # noqa: ANN401
        if after:
            original(*args, **named)
        die()

    setattr(owner, attribute, staticmethod(fatal) if hasattr(original, "__self__") else fatal)


def ingest_to_death(settings: Settings, moment: str, step: int | None, pause: float) -> None:
    """Ingests, dying at a moment (`+` before its name: after it) or at a step of the progress."""
    build.EMBED_BATCH = 1
    if moment:
        deadly(moment.removeprefix("+"), after=moment.startswith("+"))
    told = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal told
        time.sleep(pause)
        if told == step:
            die()
        told += 1

    ingest(settings, embedder=LetterEmbedder(), progress=progress, parse=parse)
    if step is not None:
        sys.exit(f"progress was told {told} times only")


Run = Callable[..., Any]


@pytest.fixture(scope="module")
def start() -> Run:
    """Starts an ingest to be killed, in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "chromadb"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()

    def run(settings: Settings, *, moment: str = "", step: int | None = None, pause: float = 0.0) -> Any:  # noqa: ANN401
        process = context.Process(target=ingest_to_death, args=(settings, moment, step, pause))
        process.start()
        return process

    return run


@pytest.fixture
def changed(settings: Settings) -> Settings:
    """An index of a corpus that has changed since: one slide edited, one source removed."""
    ingested(settings)
    (settings.corpus_path / "deck.md").write_text(EDITED)
    (settings.corpus_path / "notes.txt").unlink()
    return settings


def assert_unharmed(settings: Settings) -> None:
    """The index in use is the old one or the new one, whole; the next ingest succeeds and tidies up."""
    assert said(settings) in (OLD, NEW)
    ingested(settings)
    assert said(settings) == NEW
    assert_nothing_left_over(settings)
    assert holding(settings.home_path, b"zebra") == []


@pytest.mark.parametrize("moment", [mark + name for name in MOMENTS for mark in ("", "+")])
def test_a_kill_around_each_thing_that_is_written_does_no_harm(
    changed: Settings, start: Run, moment: str
) -> None:
    process = start(changed, moment=moment)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert_unharmed(changed)


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_at_each_step_of_the_progress_does_no_harm(changed: Settings, start: Run, step: int) -> None:
    process = start(changed, step=step)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert_unharmed(changed)


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_time_does_no_harm(changed: Settings, start: Run, seed: int) -> None:
    process = start(changed, pause=0.05)
    time.sleep(random.Random(seed).uniform(0.05, 0.6))
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    assert_unharmed(changed)


def test_a_killed_ingest_of_a_first_corpus_leaves_no_index_and_the_next_makes_one(
    settings: Settings, start: Run
) -> None:
    process = start(settings, moment="ingest.build._switch")
    process.join()
    with pytest.raises(NoIndexError):
        Index.open(settings)
    assert ingested(settings).embedded == 0, "what was embedded before the kill is not embedded again"
    assert said(settings) == OLD
    assert_nothing_left_over(settings)


def test_a_removed_source_leaves_nothing_behind(settings: Settings, start: Run) -> None:
    # Each in its own process, as the command is.
    start(settings).join()
    with opened(settings) as found:
        [note] = found.library.statements("notes", 1)
    vector = LetterEmbedder().embed_query(note.embedded_text).tobytes()
    traces = (b"uicksilver", b"zebra", b"notes/1", b"notes.txt", vector)
    assert all(holding(settings.home_path, trace) for trace in traces)
    (settings.corpus_path / "notes.txt").unlink()
    start(settings).join()
    assert [(trace, file) for trace in traces for file in holding(settings.home_path, trace)] == []
    assert {key.split("/")[0] for key in said(settings)} == {"deck"}
    assert_nothing_left_over(settings)
