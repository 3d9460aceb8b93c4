"""Fits the coefficients of bot/support.py on questions whose answers are known.

    python tests/calibration/fit.py HOME QUESTIONS [HOME QUESTIONS ...]

HOME is a RAPPORTEUR_HOME into which the corpus of the questions was ingested. The two files here ask about
ten lecture decks (decks.yaml) and 31 ILO instruments (conventions.yaml) that are not part of the project.
Prints the logistic regression of "the sources answer" on the best page's score and the best statement's
similarity (maximum likelihood by Newton's method, a ridge of 0.01), its AUROC, and what each threshold
would decline.
Questions about the presentation that comes with the project judge the result and must not be among them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.questions import load
from bot.support import evidence
from bot.wire import Bot
from ingest.settings import Settings

Array = NDArray[np.float64]


def collect(home: str, questions: Path) -> tuple[Array, Array]:
    """Evidence (n, 2) and labels (n,) of the questions of a file."""
    bot = Bot(Settings.read({"RAPPORTEUR_HOME": home}))
    rows = [
        (evidence(bot.retrieve(c.question, c.history)), c.expect == "answer") for c in load(questions).cases
    ]
    return np.array([row for row, _ in rows]), np.array([float(label) for _, label in rows])


def fit(features: Array, labels: Array, ridge: float = 0.01) -> Array:
    """Coefficients, the bias last."""
    x = np.column_stack([features, np.ones(len(features))])
    weights = np.zeros(x.shape[1])
    penalty = ridge * np.diag([1.0] * features.shape[1] + [0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (labels - p) - penalty @ weights
        weights += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + penalty, gradient)
    return weights


def auroc(scores: Array, labels: Array) -> float:
    """Chance that an answerable question scores above one that is not (Mann-Whitney)."""
    yes, no = scores[labels == 1], scores[labels == 0]
    return float(np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)))


def main(arguments: list[str]) -> None:
    """Prints everything."""
    parts = [collect(h, Path(q)) for h, q in zip(arguments[::2], arguments[1::2], strict=True)]
    features, labels = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    weights = fit(features, labels)
    print(f"n {len(labels)}, answerable {int(labels.sum())}; score, similarity, bias: {weights.round(2)}")
    for (rows, answerable), name in zip(parts, arguments[1::2], strict=True):
        p = 1 / (1 + np.exp(-(rows @ weights[:2] + weights[2])))
        print(f"{name}: AUROC {auroc(p, answerable):.3f} (score alone {auroc(rows[:, 0], answerable):.3f})")
        for least in (0.2, 0.3, 0.35, 0.4, 0.5):
            yes, no = np.mean(p[answerable == 1] < least), np.mean(p[answerable == 0] < least)
            print(f"  below {least}: {yes:.2f} of the answerable, {no:.2f} of the others")


if __name__ == "__main__":
    main(sys.argv[1:])
