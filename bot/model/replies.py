"""Kept replies of a language model: for tests and evaluations that need no network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.model.prompts import VERSION, Prompt
from bot.model.types import ChatModel, Piece
from ingest.errors import ModelError


class RecordedReplies:
    """A model that replies as another one did."""

    def __init__(self, name: str, replies: Mapping[str, Piece]) -> None:
        """Replies by the digests of their prompts."""
        self.name = name
        self._replies = dict(replies)

    @classmethod
    def read(cls, path: str) -> RecordedReplies:
        """Those that `RecordingModel` wrote to a file of JSON lines. Raises ModelError."""
        try:
            lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
            replies = {
                line["prompt"]: Piece(
                    text=line["text"],
                    input_tokens=line["input_tokens"],
                    output_tokens=line["output_tokens"],
                )
                for line in lines
                if line["version"] == VERSION
            }
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{path!r} is no file of kept replies ({type(error).__name__}). "
                "rapporteur eval --record FILE writes one."
            ) from error
        return cls(f"recorded:{path}", replies)

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        """The kept reply, as one piece. Raises ModelError when there is none to this prompt."""
        if prompt.digest not in self._replies:
            raise ModelError(
                f"{self.name!r} has no reply to this prompt: it was kept for other questions, sources or "
                "prompts. Record it again: rapporteur eval --record FILE"
            )
        yield self._replies[prompt.digest]


class RecordingModel:
    """A model whose whole replies are appended to a file as well."""

    def __init__(self, model: ChatModel, path: Path) -> None:
        """Asks `model`; begins the file anew."""
        self.name = model.name
        self._model = model
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        """The reply as it comes; one that ends with an error is not kept."""
        pieces: list[Piece] = []
        for piece in self._model.stream(prompt):
            pieces.append(piece)
            yield piece
        kept = {
            "version": VERSION,
            "prompt": prompt.digest,
            "text": "".join(piece.text for piece in pieces),
            "input_tokens": sum(piece.input_tokens for piece in pieces),
            "output_tokens": sum(piece.output_tokens for piece in pieces),
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
