"""The evaluation shows a language model beside the quoted answers, and what it cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import FakeAnswerer
from test_cli import outside, settings  # noqa: F401 - fixtures

from bot.cli import main
from bot.evaluation.model_cost import CostMeter
from bot.types import Answer, Turn, Usage
from ingest.settings import Settings


class Costly:
    """Answers with what it cost."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        usage = Usage(model="fake:m", requests=2, input_tokens=1000, output_tokens=50, kept=3, cut=1)
        for answer in FakeAnswerer().stream(question, history):
            yield replace(answer, usage=usage, timings_ms={"model": 1500.0})


def test_tokens_seconds_and_sentences_add_up_over_final_answers() -> None:
    meter = CostMeter(Costly())
    for question in ("How many jobs?", "Whose jobs?"):
        list(meter.stream(question))
    assert meter.told() == (
        "fake:m: 4 requests for 2 answers, 2,000 tokens read and 100 written, 1.5 seconds an answer; "
        "6 of 8 sentences kept, 2 cut"
    )


def test_nothing_is_told_where_no_model_was_asked() -> None:
    meter = CostMeter(FakeAnswerer())
    list(meter.stream("How many jobs?"))
    assert meter.told() == ""


def test_the_evaluation_prints_both_columns(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    Path("replies.jsonl").write_text("", encoding="utf-8")
    monkeypatch.setenv("RAPPORTEUR_LLM", "recorded:replies.jsonl")
    result = CliRunner().invoke(main, ["eval", "--quick", "--no-save"])
    assert result.exit_code == 0, result.output
    assert "quoted → recorded:" in result.stdout
    assert "sentences kept" in result.stdout


def test_there_is_nothing_to_record_without_a_model(settings: Settings) -> None:  # noqa: F811
    result = CliRunner().invoke(main, ["eval", "--record", "replies.jsonl"])
    assert result.exit_code != 0
    assert "RAPPORTEUR_LLM names no language model" in result.stderr
