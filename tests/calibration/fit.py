"""Fits the coefficients of bot/support.py on questions whose answers are known.

    python tests/calibration/fit.py SLIDES_HOME MTRAG_FOLDER [HOME QUESTIONS ...]

SLIDES_HOME is an empty or earlier used RAPPORTEUR_HOME for the invented slides of tests/calibration/slides,
which are ingested there; asked are the questions of every tenth slide, which the reader did not learn from.
MTRAG_FOLDER is the public collection as `rapporteur bench` reads it, its index kept below SLIDES_HOME; asked
are the questions that are labelled answerable or unanswerable.
HOME is a RAPPORTEUR_HOME into which the corpus of the questions was ingested. The two files here ask about
ten lecture decks (decks.yaml) and 31 ILO instruments (conventions.yaml) that are not part of the project.
Prints the logistic regression of "the sources answer" on the evidence (maximum likelihood by Newton's
method, a ridge of 0.3 on standardised evidence; every set counts the same), its AUROC, each set judged by
coefficients fitted on the other sets, and what each threshold would decline.
Of the files of tests/blind only the questions with odd numbers are asked; the others judge the result, as do
all questions about the presentation that comes with the project, which must not be among them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from reading import SLIDES, slides

from bot.evaluation.bench import opened
from bot.evaluation.bench_data import read_collection
from bot.questions.read import load
from bot.retrieve import HybridRetriever
from bot.support import Evidence, evidence
from bot.wire import Bot
from ingest.build import ingest
from ingest.embed import prepare_embedder
from ingest.reader import prepare_reader
from ingest.settings import Settings

Array = NDArray[np.float64]
NAMES = [field.name for field in fields(Evidence)]


def of_slides(home: str) -> tuple[Array, Array]:
    """Evidence (n, 4) and labels (n,) of the questions of the slides kept for judging."""
    corpus = Path(home) / "decks"
    corpus.mkdir(parents=True, exist_ok=True)
    everything = [*slides(held_out=False), *slides(held_out=True)]
    deck = "\n---\n\n".join(f"# {s.title}\n\n" + "\n\n".join(s.text.split("\n")) + "\n" for s in everything)
    (corpus / "slides.md").write_text(deck, encoding="utf-8")
    settings = Settings.read({"RAPPORTEUR_HOME": home, "RAPPORTEUR_CORPUS": str(corpus)})
    ingest(settings)
    bot = Bot(settings)
    asked = [(q, 1.0) for slide in slides(held_out=True) for q, _ in slide.answered]
    asked += [(q, 0.0) for slide in slides(held_out=True) for q in slide.unanswered]
    rows = [astuple(evidence(bot.retrieve(question))) for question, _ in asked]
    return np.array(rows, dtype=float), np.array([label for _, label in asked])


def of_collection(home: str, folder: Path) -> tuple[Array, Array]:
    """Evidence (n, 4) and labels (n,) of the labelled questions of a public collection."""
    settings = Settings.read({"RAPPORTEUR_HOME": home})
    collection = read_collection(folder)
    index = opened(
        collection,
        collection.paragraphs,
        settings,
        embedder=prepare_embedder(settings),
        reader=prepare_reader(settings),
    )
    retriever = HybridRetriever(index)
    asked = [each for each in collection.questions if each.answerable is not None]
    rows = [astuple(evidence(retriever.retrieve(each.question, each.history))) for each in asked]
    return np.array(rows, dtype=float), np.array([float(bool(each.answerable)) for each in asked])


def of_questions(home: str, questions: Path) -> tuple[Array, Array]:
    """Evidence (n, 4) and labels (n,) of the questions of a file."""
    bot = Bot(Settings.read({"RAPPORTEUR_HOME": home}))
    cases = load(questions).cases
    if questions.parent.name == "blind":
        cases = tuple(case for case in cases if int(re.sub(r"\D", "", case.id)) % 2)
    rows = [astuple(evidence(bot.retrieve(case.question, case.history))) for case in cases]
    return np.array(rows, dtype=float), np.array([float(case.expect == "answer") for case in cases])


def fit(features: Array, labels: Array, counts: Array, ridge: float = 0.3) -> Array:
    """Coefficients, the bias last; `counts` (n,) says what each row counts."""
    scale = features.std(axis=0) + 1e-9
    x = np.column_stack([features / scale, np.ones(len(features))])
    weights = np.zeros(x.shape[1])
    penalty = ridge * np.diag([1.0] * features.shape[1] + [0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (counts * (labels - p)) - penalty @ weights
        weights += np.linalg.solve(x.T @ (x * (counts * p * (1 - p))[:, None]) + penalty, gradient)
    found: Array = weights / np.append(scale, 1.0)
    return found


def auroc(scores: Array, labels: Array) -> float:
    """Chance that an answerable question scores above one that is not (Mann-Whitney)."""
    yes, no = scores[labels == 1], scores[labels == 0]
    return float(np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)))


def joined(sets: Sequence[tuple[Array, Array]]) -> tuple[Array, Array, Array]:
    """The evidence and the labels of all sets, and what each row counts, for every set to count the same."""
    mean = sum(len(labels) for _, labels in sets) / len(sets)
    counts = np.concatenate([np.full(len(labels), mean / len(labels)) for _, labels in sets])
    return np.concatenate([rows for rows, _ in sets]), np.concatenate([labels for _, labels in sets]), counts


def main(arguments: list[str]) -> None:
    """Prints everything."""
    sets = {f"slides ({SLIDES.name})": of_slides(arguments[0])}
    sets["mtrag"] = of_collection(arguments[0], Path(arguments[1]))
    for home, file in zip(arguments[2::2], arguments[3::2], strict=True):
        sets[Path(file).name] = of_questions(home, Path(file))
    weights = fit(*joined(list(sets.values())))
    print("  ".join(f"{name} {weight:.2f}" for name, weight in zip([*NAMES, "bias"], weights, strict=True)))
    everything, known, _ = joined(list(sets.values()))
    answerable = 1 / (1 + np.exp(-(everything[known == 1] @ weights[:-1] + weights[-1])))
    for share in (0.05, 0.005):
        print(f"{share:.1%} of all answerable questions are below {np.quantile(answerable, share):.3f}")
    for name, (rows, labels) in sets.items():
        others = [each for other, each in sets.items() if other != name]
        if others:
            judged = fit(*joined(others))
            print(f"{name}: n {len(labels)}, answerable {int(labels.sum())}", end="; ")
            print(f"AUROC {auroc(rows @ judged[:-1], labels):.3f} by the other sets' coefficients", end="; ")
        print("; ".join(f"{each} alone {auroc(rows[:, at], labels):.3f}" for at, each in enumerate(NAMES)))
        kept = [[i for i in range(len(NAMES)) if i != at] for at in range(len(NAMES))]
        for name_out, columns in zip(NAMES, kept, strict=True):
            less = fit(*joined([(each[:, columns], known) for each, known in others or [(rows, labels)]]))
            print(f"  without {name_out}: AUROC {auroc(rows[:, columns] @ less[:-1], labels):.3f}")
        p = 1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1])))
        for least in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
            yes, no = np.mean(p[labels == 1] < least), np.mean(p[labels == 0] < least)
            print(f"  below {least}: {yes:.2f} of the answerable, {no:.2f} of the others")


if __name__ == "__main__":
    main(sys.argv[1:])
