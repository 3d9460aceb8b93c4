"""Trains the reader and writes ingest/weights/reader.safetensors.

    python tests/calibration/train_reader.py SQUAD2 POLICYQA [--steps N] [--seed N] [--go-on]
                                             [--mix FILE [--share S]]

SQUAD2 and POLICYQA are folders that hold the sets in the form that `rapporteur bench` reads. Learned from:
SQuAD 2.0 (half of its development set, but for four of the sixteen articles), PolicyQA, and the slides in
tests/calibration/slides, which were invented for this (the weights that are shipped have not seen files t to
y: docs/evaluation.md says why). Judged, as it learns, on what it does not learn from:
the four articles and every tenth slide. Nothing about the presentation that comes with the project is among
any of these.
Two losses: is there an answer (binary cross-entropy), and where (cross-entropy of beginning and end, the
first piece standing for "nowhere"; Devlin et al. 2019).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from fit import auroc
from reading import Example, Paragraph, find, from_paragraph, from_slide, paragraphs, slides

from ingest.reader import MAX_TOKENS
from ingest.reader_network import ReaderNetwork

KEPT = {"Normans", "Harvard University", "Force", "Warsaw"}
"""Articles of SQuAD 2.0 that are judged on."""
BATCH = 32
ROUND = 250
"""Batches of a round: drawn anew from all there is to learn from, and judged at its end."""
RATE = 1e-3
"""Highest learning rate of the adapters; a third of it for the rest. Going on, it starts at `RATE_ON`."""
RATE_ON = 6e-4
AVERAGED = 0.99
"""Share of the average so far in the average of the weights over the batches, which is what is kept."""
MASKED = 0.06
"""Share of the pieces of question and text that are hidden: it takes the place of dropout, whose random
numbers would be a third of the time."""
WARM_UP = 80
SPAN_WEIGHT = 0.25
POLICIES = 900
"""Questions of PolicyQA that a round draws from: there are many alike."""
WEIGHTS = Path("ingest/weights/reader.safetensors")

Batch = tuple[torch.Tensor, ...]


class Learner:
    """Changes weights batch by batch and averages them on the way."""

    def __init__(self, groups: Sequence[tuple[Sequence[torch.Tensor], float]], warm_up: int) -> None:
        """Learns groups of weights, each with its highest rate, reached after `warm_up` batches."""
        self._rates = [rate for _, rate in groups]
        self._warm_up = warm_up
        self._weights = [weight for weights, _ in groups for weight in weights]
        self._average = [weight.detach().clone() for weight in self._weights]
        self._optimiser = torch.optim.AdamW(
            [{"params": list(weights)} for weights, _ in groups], weight_decay=0.01
        )
        self.step = 0

    def learn(self, loss: torch.Tensor, steps: int) -> None:
        """One step down the loss, of so many in all."""
        self.step += 1
        slope = min(1.0, self.step / self._warm_up) * max(0.02, 1 - self.step / steps)
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * slope
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()
        for mean, weight in zip(self._average, self._weights, strict=True):
            mean.lerp_(weight.detach(), 1 - min(AVERAGED, self.step / (self.step + 9)))

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Within it the weights are their average."""
        now = [weight.detach().clone() for weight in self._weights]
        self._set(self._average)
        yield
        self._set(now)

    def _set(self, values: Sequence[torch.Tensor]) -> None:
        with torch.no_grad():
            for weight, value in zip(self._weights, values, strict=True):
                weight.copy_(value)


def main() -> None:
    """Trains and prints as it goes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("squad2", type=Path)
    arguments.add_argument("policyqa", type=Path)
    arguments.add_argument("--steps", type=int, default=1500)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--go-on", action="store_true", help="start from the weights that there are")
    arguments.add_argument(
        "--mix", type=Path, help="write the mean of the weights learned and of this file's"
    )
    arguments.add_argument("--share", type=float, default=0.5, help="what those learned count in it")
    given = arguments.parse_args()
    rng = random.Random(given.seed)
    torch.manual_seed(given.seed)
    asked = paragraphs(given.squad2, titled=True)
    network = ReaderNetwork()
    if given.go_on:
        network.load_adapter(WEIGHTS.read_bytes())
    mix = given.mix.read_bytes() if given.mix else b""
    rate = RATE_ON if given.go_on else RATE
    train(network, given.steps, rate, asked, paragraphs(given.policyqa, titled=False), rng)
    if mix:
        own = load(WEIGHTS.read_bytes())
        mean = {name: torch.lerp(w.float(), own[name].float(), given.share) for name, w in load(mix).items()}
        WEIGHTS.write_bytes(save({name: weight.half().contiguous() for name, weight in mean.items()}))
        network.load_adapter(WEIGHTS.read_bytes())
        report(network, asked)


def train(
    network: ReaderNetwork,
    steps: int,
    rate: float,
    squad: Sequence[Paragraph],
    policies: Sequence[Paragraph],
    rng: random.Random,
) -> None:
    """Trains for a number of batches and writes the weights after each round."""
    learned_from = [one for one in squad if one.title not in KEPT]
    near = {**_by_title(learned_from), **_by_title(policies)}
    _without_dropout(network)
    network.train()
    adapters = [w for n, w in network.learned().items() if n.endswith((".a", ".b"))]
    others = [w for n, w in network.learned().items() if not n.endswith((".a", ".b"))]
    print(f"{sum(w.numel() for w in [*adapters, *others])} weights learn")
    learner = Learner([(adapters, rate), (others, rate / 3)], WARM_UP)
    started = time.time()
    while learner.step < steps:
        examples = [x for one in learned_from for x in from_paragraph(one, near[one.title], rng)]
        examples += [
            x
            for one in rng.sample(list(policies), POLICIES)
            for x in from_paragraph(one, near[one.title], rng)
        ]
        examples += [x for slide in slides(held_out=False) for x in from_slide(slide, rng)]
        drawn = rng.sample(examples, min(len(examples), BATCH * ROUND))
        batches = batched(network, drawn, rng)
        print(
            f"{len(examples)} examples, {np.mean([bool(x.answer) for x in examples]):.2f} answered",
            flush=True,
        )
        losses = []
        for batch in batches[: steps - learner.step]:
            loss = _loss(network, batch)
            learner.learn(loss, steps)
            losses.append(loss.item())
            if learner.step % 50 == 0:
                spent = time.time() - started
                print(f"step {learner.step}: loss {np.mean(losses[-50:]):.3f}, {spent:.0f} s", flush=True)
        with learner.averaged():
            report(network, squad)
            WEIGHTS.write_bytes(network.adapter())


def _without_dropout(network: ReaderNetwork) -> None:
    for module in network.model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0


def report(network: ReaderNetwork, squad: Sequence[Paragraph]) -> None:
    """Prints the AUROC of "is answered" on what was kept for judging."""
    kept = [one for one in squad if one.title in KEPT]
    kept = random.Random(5).sample(kept, 600) if len(kept) > 600 else kept
    judged = {
        "four articles": [(one.question, f"{one.title}\n{one.text}", bool(one.answers)) for one in kept]
    }
    judged["slides"] = [
        (question, f"{slide.title}\n{slide.text}", answered)
        for slide in slides(held_out=True)
        for question, answered in [
            *((q, True) for q, _ in slide.answered),
            *((q, False) for q in slide.unanswered),
        ]
    ]
    network.eval()
    for name, rows in judged.items():
        scores = log_odds(network, [row[:2] for row in rows])
        print(
            f"{name}: AUROC {auroc(scores, np.array([float(row[2]) for row in rows])):.3f} (n {len(rows)})",
            flush=True,
        )
    network.train()


def log_odds(
    network: ReaderNetwork, pairs: Sequence[tuple[str, str]]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The network's answer for each question and text."""
    found = np.zeros(len(pairs))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for chosen in _by_length(network, pairs, 64):
            ids, mask, kinds, _ = _pieces(network, [pairs[i] for i in chosen])
            found[chosen] = network(ids, mask, kinds)[0].float().numpy()
    return found


def batched(network: ReaderNetwork, examples: Sequence[Example], rng: random.Random) -> list[Batch]:
    """The examples in shuffled batches of like length."""
    mixed = rng.sample(list(examples), len(examples))
    batches = []
    for at in range(0, len(mixed), BATCH * 30):
        some = mixed[at : at + BATCH * 30]
        for chosen in _by_length(network, [(x.question, x.text) for x in some], BATCH):
            batches.append(_batch(network, [some[i] for i in chosen]))
    rng.shuffle(batches)
    return batches


def _batch(network: ReaderNetwork, examples: Sequence[Example]) -> Batch:
    ids, mask, kinds, offsets = _pieces(network, [(x.question, x.text) for x in examples])
    span = torch.zeros(len(examples), 2, dtype=torch.long)
    answered = torch.tensor([float(bool(x.answer)) for x in examples])
    for row, example in enumerate(examples):
        if example.answer:
            begin = find(example.answer, example.text)
            end = begin + len(example.answer)
            within = (kinds[row] == 1) & (offsets[row, :, 1] > begin) & (offsets[row, :, 0] < end)
            inside = (within & (offsets[row, :, 1] > offsets[row, :, 0])).nonzero().flatten()
            if len(inside):
                span[row, 0], span[row, 1] = inside[0], inside[-1]
            else:
                answered[row] = -1  # cut off: it says nothing
    return ids, mask, kinds, span, answered


def _loss(network: ReaderNetwork, batch: Batch) -> torch.Tensor:
    ids, mask, kinds, span, answered = batch
    hidden = (torch.rand(ids.shape) < MASKED) & (ids > network.tokenizer.mask_token_id) & (mask == 1)
    ids = ids.masked_fill(hidden, network.tokenizer.mask_token_id)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds, ends = network(ids, mask, kinds)
    told = answered >= 0
    odds, ends, span = odds.float()[told], ends.float()[told], span[told]
    where = sum(functional.cross_entropy(ends[:, :, i], span[:, i]) for i in (0, 1))
    return functional.binary_cross_entropy_with_logits(odds, answered[told]) + SPAN_WEIGHT * where


def _pieces(network: ReaderNetwork, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, ...]:
    found = network.tokenizer(
        [pair[0] for pair in pairs],
        [pair[1] for pair in pairs],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_token_type_ids=True,
        return_tensors="pt",
    )
    return found["input_ids"], found["attention_mask"], found["token_type_ids"], found["offset_mapping"]


def _by_length(network: ReaderNetwork, pairs: Sequence[tuple[str, str]], size: int) -> list[list[int]]:
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    return [order[at : at + size] for at in range(0, len(order), size)]


def _by_title(asked: Sequence[Paragraph]) -> dict[str, list[Paragraph]]:
    found: dict[str, dict[str, Paragraph]] = {}
    for one in asked:
        found.setdefault(one.title, {})[one.paragraph_id] = one
    return {title: list(each.values()) for title, each in found.items()}


if __name__ == "__main__":
    main()
