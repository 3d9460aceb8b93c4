"""The reader as a network: the bundled embedding model, adapted to read question and text together.

Needs torch: used to train the reader (tests/calibration/train_reader.py) and once at ingest, to export it.
"""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save

from ingest.embed import bundled_model
from ingest.onnx import MODEL_FILE, TOKENIZER_FILE

RANK = 32
"""Rank of the adapters of every linear layer."""


class Adapted(torch.nn.Module):
    """A linear layer that stays as it is, with a low-rank addition that learns (Hu et al. 2021)."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.a = torch.nn.Parameter(torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features))
        self.b = torch.nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Rows (..., in) to rows (..., out)."""
        out: torch.Tensor = self.linear(x) + (x @ self.a.T) @ self.b.T
        return out


class ReaderNetwork(torch.nn.Module):
    """Question and text, as one sequence, to the log odds of an answer and to where it begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        model, self.tokenizer = bundled_model()
        self.model = model.requires_grad_(False)
        width = model.config.hidden_size
        for layer in model.encoder.layer:
            attention = layer.attention
            for name in ("query", "key", "value"):
                setattr(attention.self, name, Adapted(getattr(attention.self, name)))
            for part in (attention.output, layer.intermediate, layer.output):
                part.dense = Adapted(part.dense)
        for name, weight in model.named_parameters():
            if "LayerNorm" in name or "token_type" in name:
                weight.requires_grad_(True)
        self.head = torch.nn.Sequential(
            torch.nn.Linear(2 * width, width),
            torch.nn.Tanh(),
            torch.nn.Dropout(0.1),
            torch.nn.Linear(width, 1),
        )
        self.span = torch.nn.Linear(width, 2)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Log odds, shape (batch,), and logits of beginning and end, shape (batch, pieces, 2).

        `ids`, `mask` and `kinds` (0 question, 1 text) have the shape (batch, pieces). Beginning and end at
        the first piece mean that there is no answer; pieces of the question are ruled out.
        """
        hidden = self.model(
            input_ids=ids, attention_mask=mask, token_type_ids=kinds
        ).last_hidden_state.float()
        read = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * read).sum(1) / read.sum(1)
        odds = self.head(torch.cat([hidden[:, 0], mean], -1)).squeeze(-1)
        first = (torch.arange(ids.shape[1]) == 0).to(kinds.dtype)
        allowed = torch.clamp(kinds + first, 0, 1) * mask
        return odds, self.span(hidden) - 1e4 * (1 - allowed).unsqueeze(-1)

    def learned(self) -> dict[str, torch.Tensor]:
        """The weights that training changes."""
        return {name: weight for name, weight in self.named_parameters() if weight.requires_grad}

    def adapter(self) -> bytes:
        """The learned weights, two bytes each (safetensors)."""
        return save({name: weight.detach().half().contiguous() for name, weight in self.learned().items()})

    def load_adapter(self, adapter: bytes) -> None:
        """Takes learned weights over. Raises KeyError if one is missing."""
        given = load(adapter)
        with torch.no_grad():
            for name, weight in self.learned().items():
                weight.copy_(given[name].float())


def export(adapter: bytes, folder: Path) -> None:
    """Writes the reader as ONNX, inputs as for the network and output the log odds, and its tokenizer."""
    network = ReaderNetwork()
    network.load_adapter(adapter)
    network.eval().requires_grad_(False)
    network.model.set_attn_implementation("eager")
    _merge(network.model)

    class Odds(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
            odds: torch.Tensor = self.network(ids, mask, kinds)[0]
            return odds

    probe = network.tokenizer(["a probe"], ["an answer to it"], return_tensors="pt")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Odds(),
            tuple(probe[name] for name in names),
            str(folder / MODEL_FILE),
            dynamo=False,  # as for the embedder
            opset_version=17,
            input_names=names,
            output_names=["log_odds"],
            dynamic_axes={name: {0: "text", 1: "piece"} for name in names} | {"log_odds": {0: "text"}},
        )
    network.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))


def _merge(model: Any) -> None:  # noqa: ANN401 - a transformers model
    """Adds each adapter to the weights of its layer, so that the export is as fast as the model alone."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Adapted):
                child.linear.weight += child.b @ child.a
                setattr(module, name, child.linear)
