"""The questions that ship, asked of the corpus that ships: their figures keep the thresholds that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.evaluate import evaluate
from bot.evaluation.report import Report
from bot.evaluation.results import MEANS
from bot.evaluation.thresholds import judged, read_thresholds
from bot.questions.read import check, load
from bot.wire import Bot
from ingest.build import ingest
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "corpus" / "questions.yaml"
THRESHOLDS = ROOT / "corpus" / "thresholds.toml"

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """The real parts over the corpus of the project."""
    settings = Settings(corpus=str(ROOT / "corpus"), home=str(tmp_path_factory.mktemp("home")))
    ingest(settings)
    return Bot(settings)


def test_the_questions_that_ship_have_no_problem(bot: Bot) -> None:
    assert [str(problem) for problem in check(load(QUESTIONS), bot.library)] == []


def test_their_figures_keep_the_thresholds_and_are_the_same_in_any_order(bot: Bot) -> None:
    dataset = load(QUESTIONS)

    def asked(chosen: slice) -> Report:
        return evaluate(
            type(dataset)(path=dataset.path, cases=dataset.cases[chosen]),
            answerer=bot,
            retriever=bot,
            library=bot.library,
            settings={},
        )

    report = asked(slice(None))
    missed = [str(each) for each in judged(read_thresholds(THRESHOLDS), report) if not each.kept]
    assert missed == []

    # Some again, the last first: no answer depends on what was asked before it.
    again = asked(slice(None, None, -4))
    before = {case.id: case for case in report.cases}
    for case in again.cases:
        first = before[case.id]
        assert (case.answer, case.citations) == (first.answer, first.citations)
        assert {name: case.scores.get(name) for name in MEANS} == {
            name: first.scores.get(name) for name in MEANS
        }
