"""Trains the checker and writes ingest/weights/checker.safetensors.

    python tests/calibration/train_checker.py [--steps 1200] [--seed 0] [--go-on]

The checker tells whether a statement supports a sentence that a language model wrote from it. It is the
reader's network (ingest/reader_network.py) with other weights, and begins as the reader. Learned from: the
invented statements of tests/calibration/claims with sentences that they support and sentences that they do
not (files a to e for the weights that are shipped; docs/evaluation.md says why), and those parts of
tests/claims*.yaml that `LEARNED` names. A sentence in French or Spanish is learned as its words in English.
Judged, as it learns, on every tenth statement of each file.
One loss: is the sentence supported (binary cross-entropy).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from claims import Claim, claims
from fit import auroc
from train_reader import BATCH, Learner, _by_length, _pieces, _without_dropout, log_odds

from bot.model.claim import Evidence
from bot.model.gloss import in_english
from ingest.reader import adapter_bytes
from ingest.reader_network import ReaderNetwork

CLAIMS = Path(__file__).parent / "claims"
"""Statements with sentences, one JSON object a line, written for this purpose."""
LEARNED = {"tuned", "held", "second", "third", "fresh", "dev", "fourth"}
"""Parts of tests/claims*.yaml that are learned from; "dev_kept" and "dev2" choose the thresholds."""
HELD_OUT = 10
RATE = 7e-4
WARM_UP = 60
MASKED = 0.05
ROUND = 150
"""Batches between two looks at what is kept for judging."""
WEIGHTS = Path("ingest/weights/checker.safetensors")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A sentence, in English words, beside a statement under its title."""

    sentence: str
    text: str
    supported: bool
    language: str


def examples(*, held_out: bool) -> list[Example]:
    """What is learned from, or every tenth statement of each file, kept for judging."""
    found = [*written(held_out=held_out)]
    if not held_out:
        found += [one for one in claims() if one.half in LEARNED]
    return [
        Example(
            sentence=in_english(one.text, [one.evidence], one.language),
            text=one.evidence.whole,
            supported=one.kind == "true",
            language=one.language,
        )
        for one in found
    ]


def written(*, held_out: bool) -> Iterator[Claim]:
    """The sentences of `CLAIMS`: those learned from, or those of every tenth statement of each file."""
    for file in sorted(CLAIMS.glob("*.jsonl")):
        for at, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if (at % HELD_OUT == HELD_OUT - 1) is held_out:
                row = json.loads(line)
                evidence = Evidence(text=row["text"], context=row["context"])
                said = [("true", language, text) for language, text in row["true"]]
                said += [(kind, language, text) for language, kind, text in row["false"]]
                yield from (Claim(kind, text, language, evidence, file.stem) for kind, language, text in said)


def main() -> None:
    """Trains and prints as it goes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, default=1200)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--go-on", action="store_true", help="start from the weights that there are")
    given = arguments.parse_args()
    rng = random.Random(given.seed)
    torch.manual_seed(given.seed)
    network = ReaderNetwork()
    network.load_adapter(adapter_bytes("checker" if given.go_on else "reader"))
    _without_dropout(network)
    network.train()
    learner = Learner([(list(network.learned().values()), RATE)], WARM_UP)
    started = time.time()
    while learner.step < given.steps:
        some = examples(held_out=False)
        print(f"{len(some)} sentences, {np.mean([x.supported for x in some]):.2f} supported", flush=True)
        for _ in range(max(1, ROUND * BATCH // len(some))):
            losses = []
            for batch in _batches(network, some, rng)[: given.steps - learner.step]:
                loss = _loss(network, batch)
                learner.learn(loss, given.steps)
                losses.append(loss.item())
            if losses:
                spent = time.time() - started
                print(f"step {learner.step}: loss {np.mean(losses):.3f}, {spent:.0f} s", flush=True)
        with learner.averaged():
            report(network)
            WEIGHTS.write_bytes(network.adapter())


def report(network: ReaderNetwork) -> None:
    """Prints the AUROC of "is supported" on what was kept for judging, by language."""
    kept = examples(held_out=True)
    network.eval()
    scores = log_odds(network, [(x.sentence, x.text) for x in kept])
    network.train()
    for language in ("en", "fr", "es"):
        at = [i for i, x in enumerate(kept) if x.language == language]
        if at:
            labels = np.array([float(kept[i].supported) for i in at])
            print(f"{language}: AUROC {auroc(scores[at], labels):.3f} (n {len(at)})", flush=True)


def _batches(
    network: ReaderNetwork, some: Sequence[Example], rng: random.Random
) -> list[tuple[torch.Tensor, ...]]:
    mixed = rng.sample(list(some), len(some))
    found: list[tuple[torch.Tensor, ...]] = []
    for at in range(0, len(mixed), BATCH * 20):
        part = mixed[at : at + BATCH * 20]
        for chosen in _by_length(network, [(x.sentence, x.text) for x in part], BATCH):
            ids, mask, kinds, _ = _pieces(network, [(part[i].sentence, part[i].text) for i in chosen])
            found.append((ids, mask, kinds, torch.tensor([float(part[i].supported) for i in chosen])))
    rng.shuffle(found)
    return found


def _loss(network: ReaderNetwork, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    ids, mask, kinds, supported = batch
    hidden = (torch.rand(ids.shape) < MASKED) & (ids > network.tokenizer.mask_token_id) & (mask == 1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds, _ = network(ids.masked_fill(hidden, network.tokenizer.mask_token_id), mask, kinds)
    return functional.binary_cross_entropy_with_logits(odds.float(), supported)


if __name__ == "__main__":
    main()
