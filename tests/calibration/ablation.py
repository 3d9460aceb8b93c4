"""Switches off one part of the pipeline at a time and prints what that costs.

    python tests/calibration/ablation.py HOME QUESTIONS [HOME QUESTIONS ...]

HOME is a RAPPORTEUR_HOME into which the corpus of the questions was ingested. A part is switched off by
putting nothing in its place; coefficients and thresholds stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot import support
from bot.evaluation.evaluate import evaluate
from bot.evaluation.results import figures
from bot.questions.read import Dataset, load
from bot.wire import Bot
from ingest.settings import Settings

SHOWN = (
    "hit@1",
    "hit@3",
    "fact_recall",
    "citation_precision",
    "citation_recall",
    "decline_recall",
    "false_decline_rate",
)

Off = dict[str, Any]


def _unchanged(first: Any, *_: object, **__: object) -> Any:  # noqa: ANN401
    return first


def _without(*names: str) -> Callable[[Any], float]:
    """The probability as it is without some of the evidence: its mean takes its place."""
    return lambda hits: probability_of(hits, names)


def probability_of(hits: Any, left_out: Sequence[str]) -> float:  # noqa: ANN401
    """The probability with the mean in place of what is left out."""
    import math

    told = support.evidence(hits)
    values = {name: MEAN[name] if name in left_out else getattr(told, name) for name in support.WEIGHTS}
    total = support.BIAS + sum(weight * values[name] for name, weight in support.WEIGHTS.items())
    return 1 / (1 + math.exp(-total))


MEAN = {
    "log_odds": -0.5,
    "statement": -0.5,
    "score": 0.45,
    "typed": 0.9,
}
"""About the mean of each piece of evidence over the questions that the decision was fitted on."""

PARTS: dict[str, Off] = {
    "everything on": {},
    "statements (the page grain alone)": {"bot.retrieve.GRAINS": ("page",)},
    "pages (the statement grain alone)": {"bot.retrieve.GRAINS": ("statement",)},
    "BM25 (the embedder alone)": {"bot.retrieve._weight_for": lambda record: 1.0},
    "the embedder (BM25 alone)": {"bot.retrieve._weight_for": lambda record: 0.0},
    "translation": {"bot.retrieve.translate": lambda *_, **__: []},
    "mending": {"bot.retrieve.HybridRetriever.mend": lambda self, text, language: text},
    "abbreviations spelled out": {"bot.retrieve.spelled_out": _unchanged},
    "the second step": {"bot.retrieve.with_named": _unchanged},
    "documents named in the question": {"bot.retrieve.address_in": lambda *_: None},
    "kinds of refusal": {
        "bot.support.refused": lambda text, **_: None,
        "bot.finding.refused": lambda text, **_: None,
        "bot.extract.refused": lambda text, **_: None,
    },
    "names": {"bot.support.names_in": lambda *_: []},
    "years of another time": {"bot.extract.is_of_another_year": lambda *_: False},
    "pictures known by their captions": {"bot.support.is_only_announced": lambda *_: False},
    "follow-ups tried again": {"bot.extract.going_on": lambda *_: None},
    "words explained": {"bot.extract.glossary": lambda *_: []},
    "pages raised by the reader": {"bot.reading.RAISE": 0.0, "bot.reading.RAISE_SAID": 0.0},
    "statements read by themselves": {"bot.reading.SAID": 0},
    "sources around a page": {"bot.retrieve.COMPANY_WEIGHT": 0.0},
    "statements chosen by the reader": {"bot.compose.TOLD": 0.0},
    "capitals as countries": {"bot.retrieve.with_countries": _unchanged},
    "another instrument": {"bot.support.is_of_another_instrument": lambda *_: False},
    "the reader": {"bot.support.probability": _without("log_odds", "statement")},
    "lay words": {"bot.retrieve.with_synonyms": _unchanged},
    "declining by evidence": {"bot.support.probability": lambda hits: 1.0 if hits else 0.0},
}


def main(arguments: list[str]) -> None:
    """Prints a row for each part and file."""
    for home, file in zip(arguments[::2], arguments[1::2], strict=True):
        dataset = load(Path(file))
        settings = Settings.read({"RAPPORTEUR_HOME": home})
        print(f"\n{Path(file).name}, n {len(dataset.cases)}\n| without | " + " | ".join(SHOWN) + " |")
        print("|---" * (len(SHOWN) + 1) + "|")
        for name, off in PARTS.items():
            row(name, off, dataset, settings)
        alone = replace(dataset, cases=tuple(replace(case, history=()) for case in dataset.cases))
        row("what was said before", {}, alone, settings)


def row(name: str, off: Off, dataset: Dataset, settings: Settings) -> None:
    """Prints the figures with a part switched off."""
    patches = [patch(target, part) for target, part in off.items()]
    for each in patches:
        each.start()
    try:
        bot = Bot(settings)
        report = evaluate(dataset, answerer=bot, retriever=bot, library=bot.library, settings={})
    finally:
        for each in patches:
            each.stop()
    found = figures(report.cases)
    print(
        f"| {name} | "
        + " | ".join(f"{found[each].value:.2f}" if each in found else "" for each in SHOWN)
        + " |",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
