"""The real clients of LangChain's providers against a server of the test's own."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from model_server import Script, serving

from bot.model import chat_model
from bot.model.chat_model import LangChainModel, open_chat_model
from bot.model.prompts import Prompt
from bot.model.types import ChatModel, Piece
from ingest.errors import ModelBusyError, ModelError, ModelTimeoutError, SettingsError
from ingest.settings import Settings

PROMPT = Prompt(system="Be brief.", user='{"question": "How many?"}')
SAID = "There are 12 halls [1]."


@pytest.fixture(params=["openai", "ollama"])
def provider(request: pytest.FixtureRequest) -> str:
    """Each protocol in turn."""
    return str(request.param)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits little before it tries again, and has no keys."""
    monkeypatch.setattr(chat_model, "FIRST_WAIT", 0.01)
    for name in chat_model.KEYS.values():
        monkeypatch.delenv(name, raising=False)


def opened(provider: str, address: str, **changes: str) -> ChatModel:
    url = f"{address}/v1" if provider == "openai" else address
    settings: dict[str, Any] = {"llm": f"{provider}:m", "llm_url": url, "llm_seconds": "20"} | changes
    model = open_chat_model(Settings(**settings))
    assert model is not None
    return model


def said(pieces: Iterator[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip()


def test_a_reply_comes_in_pieces_with_its_tokens_counted(provider: str) -> None:
    script = Script(text=SAID)
    with serving(script) as address:
        pieces = list(opened(provider, address).stream(PROMPT))
    assert "".join(piece.text for piece in pieces).strip() == SAID
    assert len([piece for piece in pieces if piece.text]) == len(SAID.split())
    assert sum(piece.input_tokens for piece in pieces) == 100
    assert sum(piece.output_tokens for piece in pieces) == 20


def test_the_prompt_and_the_limits_reach_the_server(provider: str) -> None:
    script = Script(text=SAID)
    with serving(script) as address:
        said(opened(provider, address, llm_tokens="77").stream(PROMPT))
    body = script.asked[0]
    assert [message["content"] for message in body["messages"]] == [PROMPT.system, PROMPT.user]
    limit = body["options"]["num_predict"] if provider == "ollama" else body["max_completion_tokens"]
    assert limit == 77
    assert "tools" not in body or not body["tools"]


def test_a_busy_server_is_asked_again(provider: str) -> None:
    script = Script(text=SAID, status=429, fail_first=2)
    with serving(script) as address:
        assert said(opened(provider, address).stream(PROMPT)) == SAID
    assert len(script.asked) == 3


def test_a_server_that_stays_busy_is_told_as_such(provider: str) -> None:
    script = Script(status=429)
    with serving(script) as address, pytest.raises(ModelBusyError, match="takes no more requests"):
        said(opened(provider, address).stream(PROMPT))
    assert len(script.asked) == chat_model.TRIES


def test_an_error_of_the_server_is_told_without_its_text_and_not_tried_again(provider: str) -> None:
    script = Script(status=500)
    with serving(script) as address, pytest.raises(ModelError, match="HTTP 500") as told:
        said(opened(provider, address).stream(PROMPT))
    assert "secret" not in str(told.value)
    assert len(script.asked) == 1


@pytest.mark.parametrize("script", [Script(hang=True), Script(text="word " * 500, pause=0.05)])
def test_a_server_that_hangs_or_is_slow_is_left_in_time(provider: str, script: Script) -> None:
    script.over.clear()
    with serving(script) as address, pytest.raises(ModelTimeoutError, match="RAPPORTEUR_LLM_SECONDS"):
        said(opened(provider, address, llm_seconds="1").stream(PROMPT))


def test_what_is_no_reply_is_an_error_or_says_nothing(provider: str) -> None:
    with serving(Script(garbage=True)) as address:
        try:
            reply = said(opened(provider, address).stream(PROMPT))
        except ModelError:
            reply = ""
    assert reply == ""


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(Script()) as address:
        gone = address
    with pytest.raises(ModelError, match="Is its server running"):
        said(opened("openai", gone).stream(PROMPT))


def test_no_more_requests_run_at_once_than_are_allowed() -> None:
    with serving(Script(text="Jobs.")) as address:
        model = _full(opened("openai", address, llm_concurrency="1"))
        with pytest.raises(ModelBusyError, match="busy with other questions"):
            said(model.stream(PROMPT))
        model._free.release()
        model._seconds = 30
        assert said(model.stream(PROMPT)).strip() == "Jobs."


def _full(model: ChatModel) -> LangChainModel:
    assert isinstance(model, LangChainModel)
    while model._free.acquire(blocking=False):
        pass
    model._seconds = 0.05
    return model


def test_any_model_of_langchain_will_do() -> None:
    def make() -> BaseChatModel:
        return GenericFakeChatModel(messages=iter([AIMessage(content=SAID)]))

    assert said(LangChainModel("fake:m", make, seconds=20).stream(PROMPT)) == SAID


def test_no_model_is_opened_where_none_is_set() -> None:
    assert open_chat_model(Settings()) is None


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chat_model.PACKAGES, "ollama", "no_such_package")
    with pytest.raises(SettingsError, match=r"pip install 'rapporteur\[ollama\]'"):
        open_chat_model(Settings(llm="ollama:qwen3:8b"))


@pytest.mark.parametrize("provider", ["openai", "anthropic", "mistralai"])
def test_a_missing_key_is_named(provider: str) -> None:
    with pytest.raises(SettingsError, match=chat_model.KEYS[provider]):
        open_chat_model(Settings(llm=f"{provider}:m"))


def test_every_provider_is_opened_without_asking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider, package in chat_model.PACKAGES.items():
        if provider in chat_model.KEYS:
            monkeypatch.setenv(chat_model.KEYS[provider], "a key")
        assert importlib.util.find_spec(package)
        made = open_chat_model(Settings(llm=f"{provider}:m"))
        assert isinstance(made, LangChainModel)
        assert isinstance(made._make(), BaseChatModel)


def test_langchains_models_are_imported_only_when_one_is_asked() -> None:
    code = "import sys, bot.wire, bot.model.generate; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert "bot.model.chat_model" in loaded
    assert not {"langchain", "langchain.chat_models", "langchain_openai", "langchain_ollama"} & loaded
