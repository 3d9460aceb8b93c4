from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from fakes import FakeAnswerer, FakeLibrary, cite, make_page
from rich.console import Console

from bot.evaluation.evaluate import evaluate
from bot.evaluation.metrics import Figure
from bot.evaluation.report import Report
from bot.evaluation.results import METRICS, CaseResult, Failure, faults
from bot.questions.cases import Case, Dataset, Evidence, Variant
from bot.types import Answer, Citation, Hit, Outcome, Turn, Usage
from bot.wire_format import answer_to_json
from ingest.types import SlideRef, Source

LIBRARY = FakeLibrary(
    pages=[make_page(n, ("title", f"Slide {n}"), ("bullet", f"Fact {n}")) for n in range(1, 8)],
    sources=[Source(source_id="deck", title="The deck", kind="deck", path=Path("deck.md"))],
)


def ask(
    id_: str = "Q1",
    *,
    pages: Sequence[int] = (),
    facts: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    decline: bool = False,
    language: str = "en",
    type_: str = "specific",
    follow_up: bool = False,
) -> Case:
    """A case whose question is its id."""
    return Case(
        id=id_,
        question=id_,
        language=language,
        type=type_,
        expect="decline" if decline else "answer",
        evidence=tuple(Evidence(source="deck", page=page) for page in pages),
        facts=tuple(facts),
        forbidden=tuple(forbidden),
        history=(Turn(role="user", content="Before?"),) if follow_up else (),
    )


def hits(*pages: int) -> tuple[Hit, ...]:
    """Hits on these slides, best first."""
    return tuple(Hit(source_id="deck", page=page, score=1 / rank) for rank, page in enumerate(pages, 1))


def quote(page: int, words: str | None = None) -> Citation:
    """A citation of a slide, of its fact if nothing else is said."""
    right = cite(LIBRARY, "deck", page, f"Fact {page}")
    return right if words is None else replace(right, quote=words)


def say(
    text: str = "An answer.",
    *,
    outcome: Outcome = "answered",
    found: Sequence[int] = (),
    cites: Sequence[Citation] = (),
) -> Answer:
    """A final answer."""
    return Answer(
        question="?", text=text, outcome=outcome, language="en", hits=hits(*found), citations=tuple(cites)
    )


class NoRetriever:
    """Must not be asked."""

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        raise AssertionError("the retriever was asked")


class FakeRetriever:
    """Finds slide 2 and then slide 1, whatever is asked."""

    def retrieve(self, question: str, history: Sequence[Turn] = ()) -> list[Hit]:
        return list(hits(2, 1))


def run(*rounds: tuple[Case, Answer | Exception]) -> Report:
    """The report of these questions, answered like this."""
    answers = {case.question: answer for case, answer in rounds}

    def give(question: str) -> Iterator[Answer]:
        answer = answers[question]
        if isinstance(answer, Exception):
            raise answer
        yield replace(answer, text="An", final=False)
        yield answer

    return evaluate(
        Dataset(path=Path("questions.yaml"), cases=tuple(case for case, _ in rounds)),
        answerer=FakeAnswerer(give),
        retriever=NoRetriever(),
        library=LIBRARY,
        settings={"embedder": "small"},
    )


def value(metric: str, case: Case, answer: Answer) -> float | None:
    """The metric of one question alone; None when it was left out, with an n of 0."""
    figure = run((case, answer)).metrics[metric]
    assert (figure.value is None) == (figure.n == 0)
    return figure.value


@pytest.mark.parametrize(
    ("metric", "found", "expected"),
    [
        ("hit@1", (1, 2), 1),
        ("hit@1", (4, 1), 0),
        ("hit@3", (4, 5, 1), 1),
        ("hit@3", (4, 5, 6, 1), 0),
        ("recall@5", (1, 4, 5, 6, 7, 2), 0.5),
        ("recall@5", (4, 2, 5, 6, 1), 1),
        ("mrr", (4, 2), 0.5),
        ("mrr", (4, 5), 0),
        ("ndcg@10", (1, 2), 1),
        ("ndcg@10", (), 0),
        # A slide found twice holds one rank: slide 1 is the second one found.
        ("mrr", (4, 4, 4, 1), 0.5),
    ],
)
def test_ranking_is_scored_on_the_pages_of_the_evidence(
    metric: str, found: tuple[int, ...], expected: float
) -> None:
    assert value(metric, ask(pages=(1, 2, 2)), say(found=found)) == expected


@pytest.mark.parametrize(
    ("outcome", "cited", "precision", "recall"),
    [
        ("answered", (1, 2), 1, 1),
        ("answered", (1, 1), 1, 0.5),
        ("partly", (1, 3, 4, 5), 0.25, 0.5),
        ("answered", (3,), 0, 0),
        ("answered", (), None, 0),
        ("not_in_sources", (), None, 0),
        ("not_in_sources", (1, 2), None, 0),
    ],
)
def test_pages_cited_are_compared_with_pages_of_the_evidence(
    outcome: Outcome, cited: tuple[int, ...], precision: float | None, recall: float
) -> None:
    answer = say(outcome=outcome, cites=[quote(page) for page in cited])

    assert value("citation_precision", ask(pages=(1, 2)), answer) == precision
    assert value("citation_recall", ask(pages=(1, 2)), answer) == recall


def test_a_question_without_evidence_has_no_score_for_pages() -> None:
    report = run((ask(facts=["x"]), say(found=(1,), cites=[quote(1)])))

    for metric in ("hit@1", "hit@3", "recall@5", "mrr", "ndcg@10", "citation_precision", "citation_recall"):
        assert report.metrics[metric] == Figure(value=None, n=0)


@pytest.mark.parametrize(
    "wrong",
    [
        quote(1, "Fact 2"),
        quote(1, "fact 1"),
        replace(quote(1), start=0),
        replace(quote(1), page=2),
        replace(quote(1), page=99),
        replace(quote(1), source_id="elsewhere"),
    ],
)
def test_a_quotation_that_is_not_at_its_place_is_not_verbatim(wrong: Citation) -> None:
    report = run((ask(pages=(1,)), say(cites=[quote(1), quote(2), quote(3), wrong])))

    assert report.metrics["quote_verbatim"] == Figure(value=0.75, n=4)
    assert "a quotation is not in its page" in faults(report.cases[0])


def test_each_quotation_counts_once_however_they_are_spread_over_questions() -> None:
    one_wrong = say(cites=[quote(1, "Made up")])
    three_right = say(cites=[quote(1), quote(2), quote(3)])

    report = run((ask("Q1", pages=(1,)), one_wrong), (ask("Q2", pages=(1,)), three_right))

    assert report.metrics["quote_verbatim"] == Figure(value=0.75, n=4)


def test_facts_are_searched_in_the_answer_as_it_is_read() -> None:
    case = ask(facts=[r"279[.,]4 million people", "in jobs", "Mexico", "Peru"], forbidden=["Spain"])

    report = run(
        (
            case,
            say("**279.4**\u00a0million [1] people\nare IN JOBS, as in [Mexico](Spain)"),
        )
    )

    assert report.metrics["fact_recall"] == Figure(value=0.75, n=1)
    assert (report.cases[0].missing, report.cases[0].forbidden) == (("Peru",), ())


@pytest.mark.parametrize(
    ("text", "outcome", "expected"),
    [
        ("Mexico and Spain", "answered", 1),
        ("Mexico and Spain", "partly", 1),
        ("Mexico", "answered", 0),
        ("Mexico and Spain, and Peru", "answered", 0),
        ("Mexico and Spain", "not_in_sources", 0),
    ],
)
def test_an_answer_is_right_with_every_fact_and_nothing_forbidden(
    text: str, outcome: Outcome, expected: float
) -> None:
    case = ask(facts=["mexico", "spain"], forbidden=["peru"])

    assert value("answered_right", case, say(text, outcome=outcome)) == expected


def test_a_question_without_facts_cannot_be_answered_right_or_wrong() -> None:
    report = run((ask(pages=(1,)), say()))

    assert report.metrics["fact_recall"].n == 0
    assert report.metrics["answered_right"].n == 0


def test_refusals_are_counted_both_ways() -> None:
    report = run(
        (ask("Q1", decline=True), say(outcome="not_in_sources")),
        (ask("Q2", decline=True), say(outcome="out_of_scope")),
        (ask("Q3", decline=True), say(outcome="partly")),
        (ask("Q4", decline=True, forbidden=["sunny"]), say("Sunny.", outcome="out_of_scope")),
        (ask("Q5", facts=["x"]), say(outcome="not_in_sources")),
        (ask("Q6", facts=["x"]), say("x")),
    )

    assert report.metrics["decline_recall"] == Figure(value=0.5, n=4)
    assert report.metrics["decline_precision"] == Figure(value=0.75, n=4)
    assert report.metrics["false_decline_rate"] == Figure(value=0.5, n=2)
    assert report.metrics["answered_right"] == Figure(value=0.5, n=2)


def test_a_question_that_fails_is_named_and_counts_in_no_figure() -> None:
    report = run(
        (ask("Q1", pages=(1,)), say(found=(1,))),
        (ask("Q2", pages=(1,)), ValueError("no such thing")),
        (ask("Q3", pages=(1,)), say(found=(2,))),
        (ask("Q4", pages=(99,)), say(found=(1,))),
        (ask("Q5", pages=(1,)), replace(say(found=(1,)), final=False)),
    )

    assert report.failed == (
        Failure(id="Q2", error="ValueError: no such thing"),
        Failure(id="Q4", error="QuestionsError: source 'deck' has no page 99, only 7"),
        Failure(id="Q5", error="RuntimeError: the answer ended before it was final"),
    )
    assert [case.id for case in report.cases] == ["Q1", "Q3"]
    assert report.n == 5
    assert report.metrics["hit@1"] == Figure(value=0.5, n=2)
    assert report.metrics["latency_ms_p50"].n == 2


def test_history_reaches_the_answerer_and_progress_is_told() -> None:
    answerer = FakeAnswerer(lambda _: iter([say()]))
    told: list[tuple[int, int]] = []

    evaluate(
        Dataset(path=Path("q.yaml"), cases=(ask("Q1", follow_up=True), ask("Q2"))),
        answerer=answerer,
        retriever=NoRetriever(),
        library=LIBRARY,
        settings={},
        progress=lambda done, total: told.append((done, total)),
    )

    assert answerer.asked == [("Q1", (Turn(role="user", content="Before?"),)), ("Q2", ())]
    assert told == [(1, 2), (2, 2)]


def test_retrieval_alone_asks_the_retriever_and_scores_nothing_else() -> None:
    answerer = FakeAnswerer()

    report = evaluate(
        Dataset(path=Path("q.yaml"), cases=(ask(pages=(1,), facts=["x"], forbidden=["y"]),)),
        answerer=answerer,
        retriever=FakeRetriever(),
        library=LIBRARY,
        settings={},
        retrieval_only=True,
    )

    assert answerer.asked == []
    assert {name for name in METRICS if report.metrics[name].n} == {
        *("hit@1", "hit@3", "recall@5", "mrr", "ndcg@10", "latency_ms_p50", "latency_ms_p95"),
    }
    assert report.metrics["mrr"].value == 0.5
    assert report.cases[0].outcome is None
    assert faults(report.cases[0]) == ["finds deck/2 first, not deck/1"]


def test_latency_is_the_time_to_the_final_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([10.0, 10.25, 20.0, 20.75])  # 250 ms and 750 ms
    monkeypatch.setattr("bot.evaluation.evaluate.time.perf_counter", lambda: next(ticks))

    report = run((ask("Q1", facts=["x"]), say()), (ask("Q2", facts=["x"]), say()))

    assert report.metrics["latency_ms_p50"] == Figure(value=500, n=2)
    assert report.metrics["latency_ms_p95"].value == pytest.approx(725)


def mixed_report() -> Report:
    """An English question found, an English follow-up and a French question missed, one that failed."""
    return run(
        (ask("Q1", pages=(1,), facts=["Fact"]), say("Fact 1 [1]", found=(1,), cites=[quote(1)])),
        (ask("Q2", pages=(1, 1), facts=["y"], follow_up=True, type_="date"), say(found=(2,))),
        (ask("Q3", pages=(1,), language="fr"), say(found=(2, 1), outcome="not_in_sources")),
        (ask("Q4", facts=["x"]), RuntimeError("broken\nin two")),
    )


def test_figures_are_grouped_by_language_type_and_place_in_a_conversation() -> None:
    by = mixed_report().by

    def hit(grouping: str) -> dict[str, Figure]:
        return {group: figures["hit@1"] for group, figures in by[grouping].items()}

    assert hit("language") == {"en": Figure(value=0.5, n=2), "fr": Figure(value=0, n=1)}
    assert hit("type") == {"date": Figure(value=0, n=1), "specific": Figure(value=0.5, n=2)}
    assert hit("follow_up") == {"follow_up": Figure(value=0, n=1), "stand_alone": Figure(value=0.5, n=2)}
    assert hit("language,stand_alone") == {"en": Figure(value=1, n=1), "fr": Figure(value=0, n=1)}


def test_a_report_survives_the_way_through_json() -> None:
    report = mixed_report()

    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_the_json_has_the_names_that_scripts_rely_on() -> None:
    data = json.loads(json.dumps(mixed_report().to_json()))

    assert set(data) == {"name", "settings", "n", "metrics", "by", "cases", "failed"}
    assert data["settings"] == {"embedder": "small"}
    assert data["n"] == 4
    assert list(data["metrics"]) == [
        *("hit@1", "hit@3", "recall@5", "mrr", "ndcg@10"),
        *("citation_precision", "citation_recall", "quote_verbatim", "fact_recall", "answered_right"),
        *("statement_recall", "statement_precision", "list_completeness"),
        *("decline_recall", "decline_precision", "false_decline_rate", "refusal_kind", "near_pointed"),
        *("language_parity", "paraphrase_stability", "typo_stability", "neutrality"),
        *("latency_ms_p50", "latency_ms_p95"),
    ]
    assert data["metrics"]["hit@1"] == {"value": pytest.approx(1 / 3), "n": 3, "low": 0, "high": 1}
    assert data["metrics"]["decline_recall"] == {"value": None, "n": 0}
    assert data["by"]["language"]["fr"]["hit@3"] == {
        "value": 1,
        "n": 1,
        "low": pytest.approx(0.025),
        "high": 1,
    }
    assert set(data["by"]) == {
        *("language", "type", "source", "follow_up", "language,stand_alone", "variant_language"),
    }
    assert data["cases"][0]["scores"]["hit@1"] == 1
    assert data["cases"][0]["citations"][0]["quote"] == "Fact 1"
    assert data["cases"][0]["hits"] == [{"source": "deck", "page": 1, "score": 1}]
    assert (data["cases"][2]["id"], data["cases"][2]["outcome"]) == ("Q3", "not_in_sources")
    assert data["failed"] == [{"id": "Q4", "error": "RuntimeError: broken\nin two"}]


def printed(report: Report) -> str:
    console = Console(file=StringIO(), width=140)
    report.to_table(console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def cells(table: str) -> dict[str, list[str]]:
    """The cells of each row by its first."""
    lines = (line.strip("│┃").replace("┃", "│") for line in table.splitlines() if "│" in line or "┃" in line)
    rows = ([cell.strip() for cell in line.split("│")] for line in lines)
    return {row[0]: row[1:] for row in rows}


def test_the_table_has_each_figure_with_its_n_and_leaves_out_what_was_not_measured() -> None:
    rows = cells(printed(mixed_report()))

    assert rows["metric"] == ["95 %", "all", "en, stand-alone", "en", "fr", "follow-ups"]
    assert rows["hit@1"] == ["0.00–1.00", "0.33 (3)", "1.00 (1)", "0.50 (2)", "0.00 (1)", "0.00 (1)"]
    assert rows["citation_precision"] == ["0.03–1.00", "1.00 (1)", "1.00 (1)", "1.00 (1)", "–", "–"]
    assert "decline_recall" not in rows


def test_each_type_of_question_has_a_row() -> None:
    several = run(
        (ask("Q1", pages=[1], type_="who"), say("x", found=(1,))),
        (ask("Q2", pages=[2], type_="list"), say("x", found=(1, 2))),
    )
    rows = cells(printed(several))

    assert rows["type"][:2] == ["hit@1", "hit@3"]
    assert rows["who"][:2] == ["1.00 (1)", "1.00 (1)"]
    assert rows["list"][:2] == ["0.00 (1)", "1.00 (1)"]


def test_every_question_that_went_wrong_has_one_line() -> None:
    lines = printed(mixed_report()).splitlines()

    assert "4 questions, 3 to look at" in lines
    assert [line for line in lines if line.startswith("Q")] == [
        "Q2  finds deck/2 first, not deck/1; does not say y; says what it does not cite: An answer.  Q2",
        "Q3  declined, though the sources answer; finds deck/2 first, not deck/1  Q3",
        "Q4  failed: RuntimeError: broken in two  ",
    ]


def test_brackets_in_a_question_are_shown_and_not_taken_for_styles() -> None:
    case = replace(ask("Q1", decline=True), question="Is it [red] or [1]?")

    assert "Is it [red] or [1]?" in printed(run((case, say())))


@pytest.mark.parametrize(
    ("result", "fault"),
    [
        ({"outcome": "answered", "expect": "decline"}, "answered, though the sources do not"),
        ({"outcome": "answered", "missing": ("a", "b")}, "does not say a, b"),
        ({"outcome": "answered", "forbidden": ("c",)}, "says c"),
        ({"outcome": "out_of_scope", "missing": ("a",)}, "declined, though the sources answer"),
        ({"scores": {"hit@1": 0.0}}, "finds nothing, not deck/1"),
    ],
)
def test_a_fault_is_told_in_words(result: dict[str, object], fault: str) -> None:
    fine = CaseResult(
        id="Q1",
        question="?",
        language="en",
        type="t",
        follow_up=False,
        expect="answer",
        expected=(SlideRef(source_id="deck", page=1),),
        outcome="answered",
        scores={"hit@1": 1.0},
    )

    assert faults(fine) == []
    assert faults(replace(fine, **result)) == [fault]  # type: ignore[arg-type]


def test_an_answer_as_json_has_the_names_that_scripts_rely_on() -> None:
    answer = replace(
        say("Fact 3 [1]", found=(3, 1), cites=[quote(3)]),
        understood_as="What is fact 3?",
        timings_ms={"total": 12.5},
        dropped=("A sentence.",),
        usage=Usage(model="fake:m", requests=1, input_tokens=90, output_tokens=7, kept=2, cut=1),
    )

    assert json.loads(json.dumps(answer_to_json(answer))) == {
        "question": "?",
        "understood_as": "What is fact 3?",
        "answer": "Fact 3 [1]",
        "outcome": "answered",
        "refusal": None,
        "language": "en",
        "citations": [
            {
                "marker": 1,
                "source": "deck",
                "page": 3,
                "title": "Slide 3",
                "quote": "Fact 3",
                "start": 8,
                "end": 14,
                "url": answer.citations[0].url,
            }
        ],
        "pointers": [],
        "references": [],
        "hits": [{"source": "deck", "page": 3, "score": 1.0}, {"source": "deck", "page": 1, "score": 0.5}],
        "timings_ms": {"total": 12.5},
        "dropped": ["A sentence."],
        "usage": {
            "model": "fake:m",
            "requests": 1,
            "input_tokens": 90,
            "output_tokens": 7,
            "kept": 2,
            "cut": 1,
        },
    }


def test_a_question_asked_otherwise_is_scored_by_what_it_cites_then() -> None:
    case = replace(
        ask("Which?", pages=(1,)),
        variants=(
            Variant(language="fr", question="Laquelle ?"),
            Variant(language="es", question="¿Cuál?"),
            Variant(language="en", question="What one?"),
        ),
    )
    answers = {
        "Which?": say("Fact 1 [1]", cites=[quote(1)]),
        "Laquelle ?": say("Fact 1 [1]", cites=[quote(1)]),
        "¿Cuál?": say(outcome="not_in_sources"),
        "What one?": say("Fact 1 [1]", cites=[quote(1), quote(2)]),
    }

    report = evaluate(
        Dataset(path=Path("q.yaml"), cases=(case,)),
        answerer=FakeAnswerer(lambda question: iter([answers.get(question, say())])),
        retriever=NoRetriever(),
        library=LIBRARY,
        settings={},
        stability=True,
    )

    assert report.metrics["language_parity"] == Figure(value=0.5, n=1)
    assert report.metrics["paraphrase_stability"] == Figure(value=0.5, n=1)
    assert report.metrics["neutrality"].n == 0
    by = report.by["variant_language"]
    assert {name: figures["language_parity"].value for name, figures in by.items()} == {"es": 0, "fr": 1}
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report
    (way,) = [each for each in report.cases[0].otherwise if each["language"] == "es"]
    assert (way["outcome"], way["cited"], way["agreement"]) == ("not_in_sources", [], 0)
