"""What a language model is to the rest: something that replies to a prompt, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.model.prompts import Prompt


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a reply."""

    text: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    """Tokens told with this piece; they add up over the reply."""


class ChatModel(Protocol):
    """Replies to a prompt."""

    name: str
    """As it was set: "ollama:qwen3:8b"."""

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        """The reply as it comes. Raises ModelError, ModelBusyError, ModelTimeoutError."""
        ...
