from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.agreement import SIGNALS, agreements, support
from bot.evaluation.judged import JudgedAnswer, read_controls, read_judged
from ingest.errors import BenchmarkError

PASSAGE = "Cooperatives provide jobs for 279.4 million people."
FAITHFUL = "Cooperatives provide jobs for 279.4 million people."
MADE_UP = "They were invented by a queen of Sweden."


def write(file: Path, *rows: dict[str, object]) -> Path:
    """A file of JSON lines."""
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def judged(answer: str, *ratings: float, question: str = "") -> JudgedAnswer:
    """An answer written from the passage."""
    return JudgedAnswer(answer_id="1", answer=answer, evidence=(PASSAGE,), ratings=ratings, question=question)


@pytest.mark.parametrize(
    "row",
    [
        {"answer": FAITHFUL, "faithfulness": [4, 3, 4], "evidence": [PASSAGE]},
        {"answer": FAITHFUL, "faithfulness": {"a": 4, "b": "3", "c": 4}, "evidence": PASSAGE},
        {"answer": FAITHFUL, "scores": {"Faithfulness": [4, 3, 4], "naturalness": [1]}, "gold": ["p1"]},
        {"response": FAITHFUL, "judges": [{"faithfulness": n} for n in (4, 3, 4)], "task_id": "t1"},
        {"text": FAITHFUL, "faithfulness": [4, 3, 4], "contexts": [{"text": PASSAGE}], "model": "m"},
        {"answer": FAITHFUL, "faithfulness": [4, 3, 4], "id": "t1", "evidence": ["gone"]},
    ],
)
def test_judged_answers_are_read_in_the_shapes_they_are_shared_in(
    tmp_path: Path, row: dict[str, object]
) -> None:
    write(tmp_path / "passages.jsonl", {"id": "p1", "title": "", "text": PASSAGE})
    write(tmp_path / "tasks.jsonl", {"id": "t1", "question": "How many?", "gold": ["p1"]})
    file = write(tmp_path / "human_judged_answers.jsonl", row, {"answer": "No rating", "evidence": [PASSAGE]})

    (found,) = read_judged(tmp_path)

    assert (found.answer, found.evidence, found.ratings) == (FAITHFUL, (PASSAGE,), (4, 3, 4))
    assert read_judged(file) == [found]


def test_a_line_may_have_several_answers(tmp_path: Path) -> None:
    answers = [{"writer": "a", "answer": FAITHFUL, "faithfulness": 4}, {"answer": MADE_UP, "faithfulness": 1}]
    write(tmp_path / "human_judged.jsonl", {"id": "t1", "evidence": [PASSAGE], "answers": answers})

    found = read_judged(tmp_path)

    assert [(each.writer, each.answer, each.rating) for each in found] == [
        ("a", FAITHFUL, 4),
        ("", MADE_UP, 1),
    ]


def test_what_was_said_before_a_question_is_given_and_not_claimed(tmp_path: Path) -> None:
    write(
        tmp_path / "tasks.jsonl",
        {
            "id": "t1",
            "question": "Where was it?",
            "history": [{"role": "user", "text": "Who was queen of Sweden?"}],
        },
    )
    row = {"answer": "The queen of Sweden.", "faithfulness": 4, "id": "t1", "evidence": [PASSAGE]}
    write(tmp_path / "human_judged.jsonl", row)

    (found,) = read_judged(tmp_path)

    assert found.question == "Who was queen of Sweden?\nWhere was it?"
    assert support(found) == [1.0]


def test_without_judgements_it_is_said_what_a_line_looks_like(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="no human_judged"):
        read_judged(tmp_path)
    with pytest.raises(BenchmarkError, match='"faithfulness": \\[4, 3, 4\\]'):
        read_judged(write(tmp_path / "human_judged.jsonl", {"answer": "x", "faithfulness": 4}))


def test_a_sentence_is_supported_as_far_as_its_terms_stand_in_the_evidence() -> None:
    assert support(judged(f"{FAITHFUL} {MADE_UP}", 1)) == [1.0, 0.0]
    assert support(judged("280 million jobs.", 1)) == [0.0]
    assert support(judged("Queens of Sweden.", 1, question="Which queens of Sweden?")) == [1.0]


def test_an_answer_that_only_declines_claims_nothing() -> None:
    assert support(judged("I'm sorry, but I don't have an answer to your question.", 4)) == [1.0]


def test_a_measure_that_follows_people_has_an_auroc_above_chance() -> None:
    answers = [judged(FAITHFUL, 4, 4), judged(FAITHFUL, 3, 4), judged(MADE_UP, 1, 2), judged(MADE_UP, 2, 2)]

    found = {each.signal: each for each in agreements(answers)}

    assert set(found) == set(SIGNALS)
    best = found["support, mean of sentences"]
    assert (best.auroc, best.faithful, best.unfaithful, best.n) == (1.0, 2, 2, 4)
    assert best.spearman is not None
    assert best.spearman > 0.8
    assert found["shortness (a baseline)"].auroc == 0.0


def test_the_bound_of_faithful_can_be_set() -> None:
    answers = [judged(FAITHFUL, 4), judged(FAITHFUL, 3), judged(MADE_UP, 2)]

    assert [agreements(answers, least=bound)[0].faithful for bound in (2, 3, 4)] == [3, 2, 1]
    assert agreements(answers, least=1)[0].auroc is None


def test_references_beside_passages_of_others_are_a_control(tmp_path: Path) -> None:
    write(
        tmp_path / "passages.jsonl",
        {"id": "p1", "text": PASSAGE},
        {"id": "p2", "text": MADE_UP},
        {"id": "p3", "text": "Asia has members."},
    )
    write(
        tmp_path / "tasks.jsonl",
        {"id": "a<::>1", "question": "?", "gold": ["p1"], "reference": FAITHFUL},
        {"id": "a<::>2", "question": "?", "gold": ["p1"], "reference": FAITHFUL},
        {"id": "a<::>3", "question": "?", "gold": ["p2"], "reference": MADE_UP},
        {"id": "b<::>1", "question": "?", "gold": ["p3"], "reference": "Members in Asia, 12"},
        {"id": "b<::>2", "question": "?", "gold": [], "reference": "Nothing"},
    )

    found = read_controls(tmp_path)

    assert {kind: [(each.evidence[0], each.rating) for each in some[:2]] for kind, some in found.items()} == {
        "same conversation": [(PASSAGE, 1), (MADE_UP, 0)],
        "other conversation": [(PASSAGE, 1), ("Asia has members.", 0)],
        "own passages, one figure or name exchanged": [(PASSAGE, 1), (PASSAGE, 0)],
    }
    altered = found["own passages, one figure or name exchanged"]
    assert altered[0].answer == FAITHFUL
    assert altered[1].answer == FAITHFUL.replace("279.4", "12")
    with pytest.raises(BenchmarkError, match="neither human_judged"):
        read_controls(tmp_path / "nothing")
