from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO

from rich.console import Console

from bot.evaluation.compare import Comparison, compare
from bot.evaluation.report import Report
from bot.evaluation.results import CaseResult


def result(n: int, hit: float, **scores: float) -> CaseResult:
    """What came of question n."""
    return CaseResult(
        id=f"Q{n}",
        question=f"Question {n}?",
        language="en",
        type="t",
        follow_up=False,
        expect="answer",
        expected=(),
        outcome="answered",
        answer="The same.",
        scores={"hit@1": hit} | scores,
    )


def report(hits: Sequence[float], name: str = "", **settings: str) -> Report:
    """A run with these hits@1."""
    return Report(
        settings=settings, cases=tuple(result(n, hit) for n, hit in enumerate(hits)), failed=(), name=name
    )


def verdict(before: Sequence[float], after: Sequence[float]) -> str:
    """What is said of hit@1."""
    (difference,) = compare(report(before), report(after)).differences
    return difference.verdict


def test_a_difference_is_told_from_chance() -> None:
    assert verdict([1, 0] * 10, [1, 0] * 10) == "same"
    assert verdict([1] * 20, [1] * 19 + [0]) == "noise"
    assert verdict([0] * 20, [0] * 19 + [1]) == "noise"
    assert verdict([1] * 20, [1] * 10 + [0] * 10) == "worse"
    assert verdict([0] * 20, [1] * 10 + [0] * 10) == "better"
    # As many won as lost is chance, however many changed.
    assert verdict([1, 0] * 10, [0, 1] * 10) == "noise"


def test_fewer_mistakes_are_better() -> None:
    before = Report(settings={}, cases=tuple(result(n, 1, false_decline_rate=1) for n in range(9)))
    after = Report(settings={}, cases=tuple(result(n, 1, false_decline_rate=0) for n in range(9)))

    found = compare(before, after)

    assert {each.metric: each.verdict for each in found.differences} == {
        "hit@1": "same",
        "false_decline_rate": "better",
    }
    assert {change.verdict for change in found.changes} == {"better"}
    assert [each.metric for each in compare(after, before).worse] == ["false_decline_rate"]


def test_every_question_that_changed_is_named_the_worse_ones_first() -> None:
    before, after = report([1, 0, 1, 1]), report([1, 1, 0, 1])
    spoken = replace(after.cases[3], answer="In other words.")

    found = compare(before, replace(after, cases=(*after.cases[:3], spoken)))

    assert [(change.after.id, change.verdict) for change in found.changes] == [
        ("Q2", "worse"),
        ("Q1", "better"),
        ("Q3", "other words"),
    ]
    assert (found.changes[0].worse, found.changes[1].better) == (("hit@1",), ("hit@1",))


def test_questions_that_are_not_the_same_are_not_compared() -> None:
    before, after = report([1, 1, 1]), report([1, 0, 0, 0])
    other = replace(after.cases[1], question="Something else?")
    found = compare(before, replace(after, cases=(after.cases[0], other, *after.cases[3:])))

    assert (found.only_before, found.only_after, found.reworded) == (("Q2",), ("Q3",), ("Q1",))
    assert [each.n for each in found.differences] == [1]


def printed(found: Comparison) -> str:
    """What a terminal shows of it."""
    console = Console(file=StringIO(), width=140)
    found.to_table(console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_table_says_what_the_runs_were_made_with_where_that_differs() -> None:
    before = report([1] * 20, "one", embedder="small", corpus="deck")
    after = report([0] * 20, "two", embedder="large", corpus="deck")
    told = printed(compare(before, after))

    assert "one → two" in told
    assert (
        "worse  Q0  worse: hit@1; otherwise as expected" not in told
    )  # hit@1 of 0 is a fault, which is told
    assert "worse  Q0  worse: hit@1; finds nothing, not " in told
    assert "embedder: small → large" in told
    assert "corpus" not in told
