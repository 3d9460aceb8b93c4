from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bot_fakes import ingested, letters_for_model
from click.testing import CliRunner, Result
from fakes import LetterEmbedder

from bot.cli import main
from bot.evaluation.results import METRICS
from ingest import build
from ingest.settings import PREFIX, Settings

DECK = """# Cooperatives

- They provide 12 jobs [1]
- They have members

---

# Fund

- It lends money
"""
MANIFEST = """
[[source]]
id = "briefing"
title = "Briefing"
kind = "deck"
path = "deck.md"
status = "deck"

[[source]]
id = "survey"
title = "Survey"
kind = "document"
url = "https://example.org/survey"
linked_from = ["briefing/2"]
"""
QUESTIONS = """
version: 1
questions:
- id: Q1
  question: How many jobs do cooperatives provide?
  language: en
  type: number
  expect: answer
  evidence:
  - {source: briefing, page: 1, quote: They provide 12 jobs}
  facts: ['12']
- id: Q2
  question: What does the fund lend?
  language: en
  type: fact
  expect: answer
  evidence:
  - {source: briefing, page: 1, quote: They have members}
"""
ANSWER_KEYS = {"question", "answer", "outcome", "language", "citations", "hits", "timings_ms"}
"""The keys that scripts are promised."""
MORE_KEYS = {"understood_as", "pointers", "references", "refusal", "dropped", "usage"}
QUESTION = "How many jobs do cooperatives provide?"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Takes back what the command line sets for its process."""
    environment, level = dict(os.environ), logging.getLogger().level
    handlers = list(logging.getLogger().handlers)
    yield
    os.environ.clear()
    os.environ.update(environment)
    logging.getLogger().setLevel(level)
    logging.getLogger().handlers[:] = handlers


@pytest.fixture(autouse=True)
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, wide enough to print on, and the embedder that counts letters."""
    letters_for_model(monkeypatch)
    monkeypatch.setattr(build, "prepared_fingerprint", lambda _: "letters")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAPPORTEUR_CORPUS", str(tmp_path / "corpus"))
    return tmp_path


@pytest.fixture
def settings(outside: Path) -> Settings:
    """An index of two slides and a document that was not fetched."""
    made = ingested(outside, DECK, MANIFEST)
    (made.corpus_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    return made


def rapporteur(*arguments: str) -> Result:
    """What a command gives; an error that is not meant for a person fails the test."""
    result = CliRunner().invoke(main, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def assert_one_line_of_error(result: Result, *words: str) -> None:
    """Nothing printed, one line about what is wrong, and an exit status that says so."""
    assert result.exit_code != 0
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert [word for word in words if word not in line] == []


@pytest.mark.usefixtures("settings")
class TestAsk:
    def test_an_answer_is_printed_with_its_quotations(self) -> None:
        result = rapporteur("ask", QUESTION)

        assert result.exit_code == 0
        assert result.stdout.splitlines() == [
            "Slide 1: Cooperatives",
            "",
            "They provide 12 jobs [1] [1]",
            "",
            "[1] Briefing, slide 1: “They provide 12 jobs [1]”",
        ]

    def test_json_has_the_keys_that_scripts_rely_on(self) -> None:
        data = json.loads(rapporteur("ask", QUESTION, "--json").stdout)

        assert set(data) == ANSWER_KEYS | MORE_KEYS
        (citation,) = data["citations"]
        assert set(citation) == {"marker", "source", "page", "title", "quote", "start", "end", "url"}
        assert {tuple(hit) for hit in data["hits"]} == {("source", "page", "score")}
        assert (citation["source"], citation["page"], citation["quote"]) == (
            *("briefing", 1),
            "They provide 12 jobs [1]",
        )
        assert (data["question"], data["outcome"], data["language"]) == (QUESTION, "answered", "en")
        assert data["timings_ms"]["total"] > 0

    def test_letters_of_any_script_are_printed_as_they_are(self) -> None:
        assert "什么是合作社" in rapporteur("ask", "什么是合作社", "--json").stdout

    @pytest.mark.parametrize("question", ["", "   ", "\n"])
    def test_an_empty_question_is_an_error(self, question: str) -> None:
        assert_one_line_of_error(rapporteur("ask", question), "empty", "rapporteur ask")


def test_without_an_index_the_next_step_is_said(outside: Path) -> None:
    for command in (["ask", "What?"], ["serve"]):
        assert_one_line_of_error(rapporteur(*command), repr(str(outside / "home")), "rapporteur ingest")


@pytest.mark.parametrize("command", [["ask", "What?"], ["ingest"], ["serve"], ["eval"], ["doctor"]])
def test_a_misspelt_setting_is_an_error_in_every_command(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_CORPS", "x")

    assert_one_line_of_error(rapporteur(*command), "'RAPPORTEUR_CORPS'", "'RAPPORTEUR_CORPUS'")


def test_a_file_that_is_not_there_is_an_error_that_names_it(settings: Settings) -> None:
    assert_one_line_of_error(rapporteur("ingest", "nothing.md"), "'nothing.md'")
    assert_one_line_of_error(rapporteur("eval", "--questions", "nothing.yaml"), "'nothing.yaml'")
    (settings.corpus_path / "questions.yaml").unlink()
    assert_one_line_of_error(rapporteur("eval"), "questions.yaml", "rapporteur eval --questions FILE")


def test_a_damaged_manifest_is_an_error_that_names_it(settings: Settings) -> None:
    (settings.corpus_path / "sources.toml").write_text("[[source", encoding="utf-8")

    assert_one_line_of_error(rapporteur("ingest"), "sources.toml")


def test_ingest_tells_what_went_in_and_then_that_nothing_has_changed(
    outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "prepare_embedder", lambda _: LetterEmbedder())
    monkeypatch.setattr(build, "prepare_reader", lambda _: None)
    (outside / "corpus").mkdir()
    (outside / "corpus" / "deck.md").write_text(DECK + "\n---\n", encoding="utf-8")
    (outside / "corpus" / "bad.pdf").write_text("no PDF", encoding="utf-8")
    (outside / "corpus" / "sources.toml").write_text(MANIFEST, encoding="utf-8")

    first, again = rapporteur("ingest"), rapporteur("ingest")

    header, *rows = first.stdout.splitlines()
    assert header.split() == ["source", "pages", "passages", "no", "text", "notes"]
    assert next(row for row in rows if row.startswith("briefing")).split()[:2] == ["briefing", "3"]
    assert "left out:" in next(row for row in rows if row.startswith("bad"))
    assert "1 documents are named in the manifest and not here" in first.stdout
    assert rows[-1].startswith("3 pages, ")
    assert again.stdout.startswith("Nothing has changed: 3 pages, ")


def test_ingest_takes_a_folder(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "prepare_embedder", lambda _: LetterEmbedder())
    monkeypatch.setattr(build, "prepare_reader", lambda _: None)
    (outside / "mine").mkdir()
    (outside / "mine" / "talk.md").write_text(DECK, encoding="utf-8")

    assert "talk" in rapporteur("ingest", "mine").stdout
    assert "Briefing" not in rapporteur("ask", QUESTION).stdout


class TestEval:
    def test_the_report_has_the_keys_that_scripts_rely_on(self, settings: Settings, outside: Path) -> None:
        result = rapporteur("eval", "--json", "out/report.json")

        assert result.exit_code == 0
        data = json.loads((outside / "out" / "report.json").read_text(encoding="utf-8"))
        assert set(data) == {"name", "settings", "n", "metrics", "by", "cases", "failed"}
        assert {"language", "type"} <= set(data["by"])
        assert list(data["metrics"]) == list(METRICS)
        assert data["metrics"]["hit@1"] == {"value": 0.5, "n": 2, "low": 0, "high": 1}
        assert data["metrics"]["quote_verbatim"]["value"] == 1
        assert (data["n"], data["failed"]) == (2, [])
        assert {"id", "outcome", "answer", "citations", "hits", "scores"} <= set(data["cases"][0])
        assert data["settings"]["embedder"] == "letters"
        assert data["settings"]["corpus"] == str(settings.corpus_path)

    @pytest.mark.parametrize(
        "limits", [["--min", "hit@1=0.5"], ["--max", "hit@1=0.5"], ["--min", "mrr=0.1", "--max", "mrr=1"]]
    )
    @pytest.mark.usefixtures("settings")
    def test_a_limit_that_is_kept_is_no_error(self, limits: list[str]) -> None:
        assert rapporteur("eval", "--retrieval-only", *limits).exit_code == 0

    @pytest.mark.parametrize(
        ("limits", "words"),
        [
            (["--min", "hit@1=0.51"], "hit@1 is 0.5 (n 2), not at least 0.51"),
            (["--max", "hit@1=0.49"], "hit@1 is 0.5 (n 2), not at most 0.49"),
            (["--min", "hit@1=0.9", "--max", "hit@3=0.1"], "; hit@3 is 1 (n 2), not at most 0.1"),
            (["--min", "speed=1"], "speed is not measured"),
            (["--min", "fact_recall=0"], "fact_recall is not measured"),
        ],
    )
    @pytest.mark.usefixtures("settings")
    def test_a_limit_that_is_missed_is_an_exit_status_of_1(self, limits: list[str], words: str) -> None:
        result = rapporteur("eval", "--retrieval-only", *limits)

        assert result.exit_code == 1
        assert words in result.stderr
        assert "hit@1" in result.stdout

    @pytest.mark.usefixtures("settings")
    def test_a_limit_without_a_number_is_an_error(self) -> None:
        result = rapporteur("eval", "--min", "hit@1")

        assert result.exit_code == 2
        assert "'hit@1' is not NAME=VALUE" in result.stderr

    def test_a_question_about_a_slide_that_is_not_there_is_told_of(self, settings: Settings) -> None:
        file = settings.corpus_path / "questions.yaml"
        file.write_text(QUESTIONS.replace("page: 1, quote: They have", "page: 9, quote: They have"))

        result = rapporteur("eval", "--questions", str(file))

        assert "Q2" in result.stderr
        assert result.exit_code == 0

    @pytest.mark.usefixtures("settings")
    def test_a_run_is_kept_and_can_be_compared_with_another(self, outside: Path) -> None:
        first = rapporteur("eval")
        rapporteur("eval")
        listed, compared = rapporteur("eval", "--runs"), rapporteur("eval", "--compare", "previous", "last")

        assert "Kept as 2" in first.stdout
        assert len(list((outside / "home" / "runs").glob("*/report.html"))) == 2
        assert [line.count("2 questions") for line in listed.stdout.splitlines()] == [1, 1]
        assert (compared.exit_code, "Every question is answered as before." in compared.stdout) == (0, True)

    @pytest.mark.usefixtures("settings")
    def test_a_run_that_is_not_to_be_kept_is_not(self, outside: Path) -> None:
        rapporteur("eval", "--no-save", "--html", "page.html", "--junit", "junit.xml")

        assert not (outside / "home" / "runs").exists()
        assert (outside / "page.html").is_file()
        assert (outside / "junit.xml").read_text().count("<testcase ") == 2
        assert rapporteur("eval", "--runs").stdout.startswith("No runs are kept in ")

    @pytest.mark.usefixtures("settings")
    def test_a_fall_beyond_chance_is_an_exit_status_of_1_when_asked_for(self, outside: Path) -> None:
        rapporteur("eval", "--json", "before.json")
        data = json.loads((outside / "before.json").read_text())
        for case in data["cases"]:
            case["scores"]["hit@1"] = -1.0
        (outside / "after.json").write_text(json.dumps(data))
        arguments = ["eval", "--compare", "before.json", "after.json"]

        assert rapporteur(*arguments).exit_code == 0
        result = rapporteur(*arguments, "--fail-if-worse")
        assert result.exit_code == 1
        assert "Worse by more than chance: hit@1" in result.stderr

    @pytest.mark.usefixtures("settings")
    def test_thresholds_in_a_file_are_kept_or_an_exit_status_of_1(self, outside: Path) -> None:
        (outside / "kept.toml").write_text('[min]\n"hit@1" = 0.5')
        (outside / "missed.toml").write_text('[min]\n"hit@1" = 0.6')

        assert rapporteur("eval", "--thresholds", "kept.toml").exit_code == 0
        result = rapporteur("eval", "--thresholds", "missed.toml")
        assert (result.exit_code, "hit@1 is 0.5 (n 2), not at least 0.6" in result.stderr) == (1, True)


class TestDoctor:
    def test_every_setting_is_listed_with_its_value_and_origin(self, outside: Path) -> None:
        (outside / "rapporteur.toml").write_text('title = "Consultation"\n')

        rows = [line.split() for line in rapporteur("doctor").stdout.splitlines()]

        told = {row[0]: row[1:] for row in rows if row and row[0].startswith(PREFIX)}
        assert set(told) == {PREFIX + name.upper() for name in Settings.names()}
        assert told["RAPPORTEUR_HOME"][:3] == [str(outside / "home"), "environment", "(RAPPORTEUR_HOME)"]
        assert told["RAPPORTEUR_TITLE"][:2] == ["Consultation", "rapporteur.toml"]
        assert told["RAPPORTEUR_PORT"][:2] == ["7860", "default"]
        assert told["RAPPORTEUR_CHROMA"][:2] == ["(empty)", "default"]

    def test_without_an_index_it_says_how_to_build_one(self) -> None:
        result = rapporteur("doctor")

        assert result.exit_code == 0
        assert result.stdout.splitlines()[-1] == "Index: none. Build it: rapporteur ingest"

    @pytest.mark.usefixtures("settings")
    def test_documents_that_were_not_fetched_are_listed_as_such(self) -> None:
        lines = rapporteur("doctor").stdout.splitlines()

        assert "  read         briefing: Briefing (2 pages)" in lines
        assert "  not fetched  survey: Survey" in lines


def test_nothing_is_reported_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANONYMIZED_TELEMETRY", "GRADIO_ANALYTICS_ENABLED"):
        monkeypatch.delenv(name)

    rapporteur("doctor")

    assert (os.environ["ANONYMIZED_TELEMETRY"], os.environ["GRADIO_ANALYTICS_ENABLED"]) == ("False", "False")


def test_help_names_every_command() -> None:
    words = rapporteur("--help").stdout.split()

    assert {"ingest", "ask", "serve", "eval", "doctor"} <= set(words)
