from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from bot_fakes import ingested, letters_for_model

from bot.evaluation.report import Report
from bot.evaluation.runs import RunStore, made_with
from ingest.errors import RunError
from ingest.index import current_record
from ingest.settings import Settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECK = "# Cooperatives\n\n- They provide 12 jobs\n"


def store(folder: Path, *names: str) -> RunStore:
    """A store that keeps empty runs of those names."""
    made = RunStore(Settings(home=str(folder)))
    for name in names:
        kept = made.save(
            Report(settings={"was": name}, cases=()), now=datetime.strptime(name, "%Y%m%d-%H%M%S")
        )
        assert kept.name == name
    return made


def test_a_run_is_kept_and_read_again(tmp_path: Path) -> None:
    kept = store(tmp_path).save(Report(settings={"embedder": "small"}, cases=()), now=NOON)

    assert kept.name == "20260301-120000"
    assert store(tmp_path).load(kept.name) == kept


def test_two_runs_of_one_second_are_both_kept(tmp_path: Path) -> None:
    kept = [store(tmp_path).save(Report(settings={}, cases=()), now=NOON).name for _ in range(3)]

    assert kept == ["20260301-120000", "20260301-120000-2", "20260301-120000-3"]
    assert store(tmp_path).load(kept[0]).name == kept[0]


def test_a_run_is_named_by_its_beginning_or_its_place(tmp_path: Path) -> None:
    runs = store(tmp_path, "20260101-000000", "20260102-000000", "20260102-000001")

    assert runs.load("20260101").settings == {"was": "20260101-000000"}
    assert runs.load("last").settings == {"was": "20260102-000001"}
    assert runs.load("previous").settings == {"was": "20260102-000000"}
    assert runs.load(str(runs.path("20260101-000000") / "run.json")).settings == {"was": "20260101-000000"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("20260102", "may be any of 20260102-000000, 20260102-000001"),
        ("1999", "is not kept here"),
        ("nowhere.json", "'nowhere.json'"),
    ],
)
def test_a_run_that_is_not_there_is_an_error_that_lists_those_that_are(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(RunError, match=words.replace(".", r"\.")):
        store(tmp_path, "20260102-000000", "20260102-000001").load(name)


def test_without_runs_the_next_step_is_said(tmp_path: Path) -> None:
    for name in ("last", "previous", "2026"):
        with pytest.raises(RunError, match="none yet: rapporteur eval keeps one"):
            store(tmp_path).load(name)


def test_a_damaged_run_is_an_error_that_names_it(tmp_path: Path) -> None:
    runs = store(tmp_path, "20260101-000000")
    (runs.path("20260101-000000") / "run.json").write_text("{}")

    with pytest.raises(RunError, match=r"run\.json' is no run of this version"):
        runs.load("last")


def test_a_run_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    runs = store(tmp_path, "20260101-000000", "20260102-000000")
    (runs.path("20260101-000000") / "run.json").write_text("{")

    first, second = runs.told(["hit@1"])

    assert first.startswith("20260101-000000  cannot be read: ")
    assert second == "20260102-000000  0 questions"


def test_what_a_run_was_made_with_changes_with_the_corpus_and_the_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters_for_model(monkeypatch)
    questions = tmp_path / "questions.yaml"
    questions.write_text("version: 1")

    def made(deck: str) -> dict[str, str]:
        record = current_record(ingested(tmp_path, deck))
        assert record is not None
        return made_with(questions, record).as_settings()

    first, again = made(DECK), made(DECK)
    questions.write_text("version: 1\n")
    other = made(DECK + "- They have members\n")

    assert first == again
    changed = {name for name in first if first[name] != other[name]}
    assert changed == {"corpus_sha256", "questions_sha256", "index"}
    assert first["version of rapporteur"]
    assert len(first["program_sha256"]) == 12
