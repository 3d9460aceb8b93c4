"""Replies of a model are kept and given again without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.chat_model import open_chat_model
from bot.model.prompts import Prompt
from bot.model.replies import RecordingModel
from bot.model.types import Piece
from ingest.errors import ModelError
from ingest.settings import Settings

PROMPT = Prompt(system="Be brief.", user="{}")


class Speaking:
    """Says two words."""

    name = "fake:m"

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        yield Piece(text="Twelve ")
        yield Piece(text="halls.", input_tokens=9, output_tokens=2)


def kept(folder: Path) -> Path:
    path = folder / "replies.jsonl"
    list(RecordingModel(Speaking(), path).stream(PROMPT))
    return path


def test_a_kept_reply_is_given_again_with_its_tokens(tmp_path: Path) -> None:
    model = open_chat_model(Settings(llm=f"recorded:{kept(tmp_path)}"))
    assert model is not None
    assert list(model.stream(PROMPT)) == [Piece(text="Twelve halls.", input_tokens=9, output_tokens=2)]


def test_a_prompt_without_a_kept_reply_is_an_error_that_says_how_to_keep_it(tmp_path: Path) -> None:
    model = open_chat_model(Settings(llm=f"recorded:{kept(tmp_path)}"))
    assert model is not None
    with pytest.raises(ModelError, match="rapporteur eval --record"):
        list(model.stream(Prompt(system="Be brief.", user="{1}")))


def test_a_file_that_holds_no_replies_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary", encoding="utf-8")
    with pytest.raises(ModelError, match=r"notes\.txt"):
        open_chat_model(Settings(llm=f"recorded:{tmp_path / 'notes.txt'}"))
    with pytest.raises(ModelError, match="none"):
        open_chat_model(Settings(llm="recorded:none"))
