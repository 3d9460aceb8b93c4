from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot_fakes import letters_for_model
from click.testing import CliRunner
from fakes import LetterEmbedder, WordReader
from rich.console import Console

from bot.cli import main
from bot.compose import Group
from bot.evaluation import bench as bench_module
from bot.evaluation.bench import ALONE, BM25, DENSE, PIPELINE, Result, Run, bench
from bot.evaluation.bench_data import Asked, Collection, Paragraph, read_collection, sample
from bot.evaluation.bench_report import BenchReport
from bot.evaluation.results import Failure
from bot.question import Question
from bot.types import Hit, Turn
from ingest.errors import BenchmarkError
from ingest.settings import Settings

CORPUS = [
    {"id": "p1", "title": "Bees", "text": "Bees make honey.\n\nThey live in hives."},
    {"id": "p2", "title": "Bees", "text": "A queen lays eggs."},
    {"id": "p3", "title": "Ants", "text": "A queen lays eggs. Ants carry leaves."},
]
QUERIES = [
    {"id": "q1", "question": "What do bees make?", "answerable": True},
    {"id": "q2", "question": "Which ants carry leaves?", "answerable": True},
    {"id": "q3", "question": "Who paints xylophones?", "answerable": False},
]
QRELS = [{"qid": "q1", "docid": "p1", "score": 1}, {"qid": "q2", "docid": "p3"}]


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of files: text as it is, lists as a line of JSON each; None leaves a file out."""

    def make(**changed: object) -> Path:
        where = tmp_path / "insects"
        where.mkdir(exist_ok=True)
        files: dict[str, object] = {"corpus.jsonl": CORPUS, "queries.jsonl": QUERIES, "qrels.jsonl": QRELS}
        for name, rows in (files | {key.replace("__", "."): rows for key, rows in changed.items()}).items():
            if rows is not None:
                text = rows if isinstance(rows, str) else "\n".join(json.dumps(row) for row in rows)  # type: ignore[attr-defined]
                (where / name).write_text(text, encoding="utf-8")
        return where

    return make


class TestReading:
    def test_passages_questions_and_what_answers_them_are_read(self, folder: Callable[..., Path]) -> None:
        collection = read_collection(folder())

        assert collection.name == "insects"
        assert collection.language == "en"
        assert collection.paragraphs[1] == Paragraph(
            paragraph_id="p2", title="Bees", text="A queen lays eggs."
        )
        assert [(each.question_id, sorted(each.gold), each.answerable) for each in collection.questions] == [
            ("q1", ["p1"], True),
            ("q2", ["p3"], True),
            ("q3", [], False),
        ]
        assert collection.notes == ()

    def test_a_collection_in_the_shape_of_beir_is_read(self, folder: Callable[..., Path]) -> None:
        where = folder(
            corpus__jsonl=[{"_id": 4983, "title": "", "text": "Bees make honey.", "metadata": {}}],
            queries__jsonl=[{"_id": "1", "text": "Honey?"}, {"_id": "2", "text": "Never judged?"}],
            qrels__jsonl=None,
        )
        (where / "qrels").mkdir()
        for name, judged in (("test", "1\t4983\t1\n2\t4983\t0"), ("train", "2\t4983\t1")):
            text = f"query-id\tcorpus-id\tscore\n{judged}\n"
            (where / "qrels" / f"{name}.tsv").write_text(text, encoding="utf-8")

        collection = read_collection(where)

        assert collection.questions == (Asked(question_id="1", question="Honey?", gold=frozenset({"4983"})),)
        assert collection.notes == ("1 of 2 questions were left out: what answers them is not known.",)

    def test_turns_before_a_question_are_read_without_the_question_itself(
        self, folder: Callable[..., Path]
    ) -> None:
        where = folder(
            tasks__jsonl=[
                {
                    "id": "t",
                    "question": "And ants?",
                    "history": [
                        {"role": "user", "text": "Do bees fly?"},
                        {"role": "agent", "content": "Yes."},
                        {"role": "user", "text": "And ants?"},
                    ],
                    "gold": ["p3"],
                    "answerability": "PARTIAL",
                }
            ],
            queries__jsonl=None,
            qrels__jsonl=None,
        )

        (asked,) = read_collection(where).questions

        assert asked.history == (
            Turn(role="user", content="Do bees fly?"),
            Turn(role="assistant", content="Yes."),
        )
        assert asked.gold == {"p3"}
        assert asked.answerable is None

    def test_a_part_is_read_without_the_others(self, folder: Callable[..., Path]) -> None:
        other = [{"id": "x1", "title": "Cats", "text": "Les chats dorment dans la maison.", "lang": "fr"}]
        where = folder(
            corpus__cats__jsonl=other,
            queries__cats__jsonl=[{"id": "c1", "question": "Que font les chats ?", "gold": ["x1"]}],
        )

        assert len(read_collection(where).paragraphs) == 4
        cats = read_collection(where, part="cats")

        assert (cats.name, cats.language) == ("insects.cats", "fr")
        assert [each.question_id for each in cats.questions] == ["c1"]

    def test_a_question_that_names_a_passage_that_is_not_there_is_left_out_and_told(
        self, folder: Callable[..., Path]
    ) -> None:
        where = folder(qrels__jsonl=[{"qid": "q1", "docid": "p1"}, {"qid": "q2", "docid": "p9"}])

        collection = read_collection(where)

        assert [each.question_id for each in collection.questions] == ["q1", "q3"]
        assert collection.notes[0] == "1 questions name passages that are not in the corpus."

    @pytest.mark.parametrize(
        ("name", "text", "told"),
        [
            ("corpus.jsonl", '{"id": "p1", "text": "A"}\n{"id": "p2"', ["corpus.jsonl", "line 2", "no JSON"]),
            ("corpus.jsonl", '\n["p1"]', ["corpus.jsonl", "line 2", "not an object"]),
            ("corpus.jsonl", '{"id": "p1"}\n{"id": "p1"}', ["line 2", "'p1'", "twice"]),
            ("corpus.jsonl", '{"title": "A", "text": "B"}', ["line 1", "'id'", "missing"]),
            ("corpus.jsonl", '{"id": "p1", "text": ["B"]}', ["line 1", "'text'", "a text in quotes"]),
            ("queries.jsonl", '{"id": "q1"}', ["queries.jsonl", "line 1", "'question'", "missing"]),
            ("queries.jsonl", '{"id": "q1", "question": "A?", "gold": "p1"}', ["line 1", '"gold"', "list"]),
            (
                "queries.jsonl",
                '{"id": "q1", "question": "A?", "history": [{"role": "bee", "text": "Z"}]}',
                ["line 1", "history", "user"],
            ),
            (
                "queries.jsonl",
                '{"id": "q1", "question": "A?", "answerability": "MAYBE"}',
                ["line 1", "'MAYBE'", "UNANSWERABLE"],
            ),
            ("queries.jsonl", '{"id": "q1", "question": "A?"}', ["None of the 1 questions", "qrels.jsonl"]),
            ("qrels.jsonl", '{"qid": "q1", "docid": "p1", "score": "a"}', ["qrels.jsonl", "line 1", "'a'"]),
            ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1 p1 1", ["qrels.tsv", "line 2", "tab"]),
        ],
    )
    def test_what_cannot_be_read_is_an_error_that_names_the_place(
        self, folder: Callable[..., Path], name: str, text: str, told: list[str]
    ) -> None:
        empty = {"qrels__jsonl": None} if "queries" in name else {}

        with pytest.raises(BenchmarkError) as error:
            read_collection(folder(**(empty | {name.replace(".", "__"): text})))

        assert [word for word in told if word not in str(error.value)] == []

    def test_a_folder_without_passages_or_that_is_none_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(BenchmarkError, match="no folder"):
            read_collection(tmp_path / "nowhere")
        with pytest.raises(BenchmarkError, match=r"corpus\*\.jsonl or passages\*\.jsonl"):
            read_collection(tmp_path)


def test_a_sample_is_evenly_spaced_and_in_order() -> None:
    questions = [Asked(question_id=str(number), question="?") for number in range(10)]

    assert [each.question_id for each in sample(questions, 4)] == ["0", "2", "5", "7"]
    assert sample(questions, None) == sample(questions, 99) == questions


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home of its own, and the embedder that counts letters."""
    letters_for_model(monkeypatch)
    monkeypatch.setattr(bench_module, "prepare_embedder", lambda _: LetterEmbedder())
    monkeypatch.setattr(bench_module, "prepare_reader", lambda _: WordReader())
    return Settings(home=str(tmp_path / "home"))


@pytest.fixture
def insects(folder: Callable[..., Path]) -> Collection:
    """Three passages, two questions that they answer and one that they do not."""
    return read_collection(folder())


class TestRunning:
    def test_each_question_is_searched_for_by_the_pipeline_and_by_its_parts(
        self, insects: Collection, settings: Settings
    ) -> None:
        run = bench(insects, insects.questions, settings)

        bees, ants, paints = run.results
        assert bees.ranked[PIPELINE][0] == bees.ranked[BM25][0] == "p1"
        assert ants.ranked[PIPELINE][0] == ants.ranked[BM25][0] == "p3"
        assert set(bees.ranked[DENSE]) == {"p1", "p2", "p3"}
        assert bees.ranked.keys() == {PIPELINE, DENSE, BM25}
        assert paints.ranked.keys() == {PIPELINE}
        assert bees.score > paints.score
        assert run.failed == ()

    def test_what_lexical_search_does_not_find_is_not_among_what_it_found(
        self, insects: Collection, settings: Settings
    ) -> None:
        _, ants, _ = bench(insects, insects.questions, settings).results

        assert ants.ranked[BM25] == ("p3",)

    def test_a_follow_up_is_searched_for_with_and_without_its_history(
        self, insects: Collection, settings: Settings
    ) -> None:
        history = (Turn(role="user", content="What do bees make?"),)
        asked = Asked(question_id="f", question="And they?", history=history, gold=frozenset({"p1"}))

        (result,) = bench(insects, [asked], settings).results

        assert result.ranked[BM25] == ("p1", "p2")
        assert result.ranked[BM25 + ALONE] == ()
        assert {PIPELINE + ALONE, DENSE + ALONE} <= result.ranked.keys()

    def test_a_second_run_builds_no_index_again(self, insects: Collection, settings: Settings) -> None:
        stages: list[list[str]] = []

        for _ in range(2):
            told: list[str] = []
            stages.append(told)
            bench(
                insects,
                insects.questions[:1],
                settings,
                progress=lambda stage, done, total, told=told: told.append(stage),  # type: ignore[misc]
            )

        assert "Embedding" in stages[0]
        assert set(stages[1]) == {"Asking"}
        (home,) = (settings.home_path / "bench").iterdir()
        assert home.name.startswith("insects-")

    def test_a_changed_corpus_has_an_index_of_its_own(self, insects: Collection, settings: Settings) -> None:
        changed = replace(insects, paragraphs=insects.paragraphs[:2])

        bench(insects, insects.questions, settings)
        (bees, *_) = bench(changed, insects.questions[:1], settings).results

        assert set(bees.ranked[DENSE]) == {"p1", "p2"}
        assert len(list((settings.home_path / "bench").iterdir())) == 2

    def test_within_a_title_no_passage_of_another_is_found(
        self, insects: Collection, settings: Settings
    ) -> None:
        bees, ants = bench(insects, insects.questions, settings, within_title=True).results

        assert set(bees.ranked[DENSE]) == {"p1", "p2"}
        assert set(ants.ranked[DENSE]) == {"p3"}

    def test_a_question_that_fails_is_told_and_the_others_are_asked(
        self, insects: Collection, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def compose(question: Question, hits: list[Hit]) -> list[Group]:
            if "ants" in question.text:
                raise ZeroDivisionError("ants")
            return []

        monkeypatch.setattr(bench_module, "compose", compose)

        run = bench(insects, insects.questions, settings)

        assert [each.asked.question_id for each in run.results] == ["q1", "q3"]
        assert run.failed == (Failure(id="q2", error="ZeroDivisionError: ants"),)


def found(answerable: bool | None, *ranked: str, certainty: float = 0.5, gold: str = "a b") -> Result:
    """A question whose gold passages are a and b unless said otherwise, and what was found for it."""
    asked = Asked(question_id="q", question="?", gold=frozenset(gold.split()), answerable=answerable)
    return Result(
        asked=asked,
        ranked={PIPELINE: ranked, BM25: ()},
        certainty=certainty,
        score=1 - certainty,
        similarity=0.5,
        declined=certainty < 0.3,
        milliseconds=certainty * 100,
    )


def report(*results: Result) -> BenchReport:
    """The report of those results."""
    return BenchReport(collection="insects", passages=3, settings={}, run=Run(results=results))


class TestReport:
    def test_ranking_is_scored_over_the_questions_that_passages_answer(self) -> None:
        figures = report(
            found(True, "x", "a", "y", "z", "w", "b"),
            found(None, "a", "b"),
            found(False, "x"),
            found(None, "a", gold=""),
        ).retrieval

        values = {name: figure.value for name, figure in figures[PIPELINE].items()}
        assert values["hit@1"] == 0.5
        assert values["hit@3"] == 1
        assert values["recall@5"] == 0.75
        assert values["all_gold@5"] == 0.5
        assert values["mrr"] == 0.75
        assert {figure.n for figure in figures[PIPELINE].values()} == {2}
        assert figures[BM25]["hit@5"].value == 0

    def test_a_question_without_history_counts_the_same_asked_alone(self) -> None:
        alone = PIPELINE + ALONE
        follow_up = replace(found(True, "a"), ranked={PIPELINE: ("a",), alone: ("x",)})
        other = replace(found(True, "a"), ranked={PIPELINE: ("a",)})

        figures = report(follow_up, other).retrieval

        assert figures[PIPELINE]["hit@1"].value == 1
        assert figures[alone]["hit@1"].value == 0.5

    def test_abstaining_is_scored_over_what_is_known_to_be_answerable_or_not(self) -> None:
        made = report(
            found(True, "a", certainty=0.9),
            found(True, "a", certainty=0.2),
            found(None, "a", certainty=0.1),
            found(False, "a", certainty=0.4),
            found(False, "a", certainty=0.1),
        )

        assert made.abstaining["auroc, decision"].value == 0.75
        assert made.abstaining["auroc, decision"].n == 4
        assert made.abstaining["auroc, best page's score"].value == 0.25
        assert made.abstaining["auroc, best similarity"].value == 0.5
        assert made.abstaining["answerable answered"].value == 0.5
        assert made.abstaining["unanswerable answered"].value == 0.5
        assert [figure.value for figure in made.risk["decision"].values()] == [0.5, 0.5, 1 / 3, 0.5, 0]

    def test_without_questions_of_both_kinds_nothing_is_said_of_abstaining(self) -> None:
        assert report(found(True, "a"), found(None, "b")).abstaining == {}
        assert report(found(True, "a")).risk == {}

    def test_the_table_has_every_row_and_what_went_wrong(self) -> None:
        made = report(found(True, "a", certainty=0.25), found(False, certainty=0.35))
        made = replace(
            made, notes=("One was left out.",), run=replace(made.run, failed=(Failure(id="q9", error="E"),))
        )
        console = Console(width=130)

        with console.capture() as capture:
            made.to_table(console)

        printed = capture.get()
        for words in ("pipeline", "BM25 alone", "all_gold@5", "decision", "surest 75%", "Median time"):
            assert words in printed
        assert "answers 0.00 of the answerable questions (n 1) and 1.00 of the unanswerable (n 1)" in printed
        assert "30 ms (n 2)" in printed
        assert "q9 failed: E" in printed
        assert "One was left out." in printed


@pytest.fixture
def _as_before() -> Iterator[None]:
    """Takes back what the command line sets for its process."""
    environment, handlers = dict(os.environ), list(logging.getLogger().handlers)
    yield
    os.environ.clear()
    os.environ.update(environment)
    logging.getLogger().handlers[:] = handlers


@pytest.mark.usefixtures("_as_before")
def test_the_command_prints_the_table_and_keeps_every_question(
    folder: Callable[..., Path], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_HOME", settings.home)
    kept = tmp_path / "out" / "all.json"

    result = CliRunner().invoke(
        main, ["bench", str(folder()), "--limit", "2", "--k", "3", "--json", str(kept)]
    )

    assert result.exit_code == 0, result.output
    assert "insects, 3 passages" in result.stdout
    assert "recall@3" in result.stdout
    data = json.loads(kept.read_text(encoding="utf-8"))
    assert [each["id"] for each in data["questions"]] == ["q1", "q2"]
    figure = data["retrieval"][PIPELINE]["hit@1"]
    assert (figure["value"], figure["n"], figure["high"]) == (1.0, 2, 1.0)
    assert f"ndcg@10 of the pipeline is {data['gains'][BM25]['value']:+.3f} against {BM25}" in result.stdout
    assert data["questions"][0]["ranked"][PIPELINE][0] == "p1"


@pytest.mark.usefixtures("_as_before")
def test_the_command_tells_what_is_wrong_with_a_folder_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["bench", str(tmp_path)])

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "corpus*.jsonl" in result.stderr
