"""The language model that may word answers; the one module that knows LangChain's chat models."""

from __future__ import annotations

import importlib.util
import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from bot.model.prompts import Prompt
from bot.model.replies import RecordedReplies
from bot.model.types import ChatModel, Piece
from ingest.errors import ModelBusyError, ModelError, ModelTimeoutError, SettingsError
from ingest.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PACKAGES: Final = {
    "ollama": "langchain_ollama",
    "openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "mistralai": "langchain_mistralai",
}
"""The package of each provider; `pip install 'rapporteur[PROVIDER]'` brings it."""
KEYS: Final = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "mistralai": "MISTRAL_API_KEY"}
"""The variable that each provider's own client reads its key from."""
NO_KEY: Final = "none"
"""Sent in place of a key to a server of one's own that asks for none."""
TRIES: Final = 4
"""Requests made in all when the model is busy."""
FIRST_WAIT: Final = 0.5
"""Seconds before the second try; each further one waits twice as long, give or take a quarter."""
_BUSY: Final = frozenset({429, 503, 529})
"""HTTP statuses of a server that will take the request later."""


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The model that the settings name; None when they name none. Raises SettingsError, ModelError."""
    provider, _, model = settings.llm.partition(":")
    if not provider:
        return None
    if provider == "recorded":
        return RecordedReplies.read(model)
    if importlib.util.find_spec("langchain") is None or importlib.util.find_spec(PACKAGES[provider]) is None:
        raise SettingsError(
            f"RAPPORTEUR_LLM is {settings.llm!r} and the package for {provider!r} is not installed. "
            f"Install it: pip install 'rapporteur[{provider}]'"
        )
    key = KEYS.get(provider)
    if key and not os.environ.get(key) and not settings.llm_url:
        raise SettingsError(
            f"RAPPORTEUR_LLM is {settings.llm!r} and {key} is not set. Set it in the environment."
        )
    return LangChainModel(
        settings.llm,
        lambda: _made(settings, provider, model),
        seconds=float(settings.llm_seconds),
        concurrency=int(settings.llm_concurrency),
    )


def _made(settings: Settings, provider: str, model: str) -> BaseChatModel:
    """LangChain's model. Importing it takes seconds, so that is done at the first question."""
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    from langchain.chat_models import init_chat_model

    tokens, seconds = int(settings.llm_tokens), float(settings.llm_seconds)
    options: dict[str, Any] = {"temperature": 0}
    if provider == "ollama":
        options |= {"num_predict": tokens, "reasoning": False, "client_kwargs": {"timeout": seconds}}
    else:
        options |= {"max_tokens": tokens, "timeout": seconds, "max_retries": 0}
    if provider == "openai":
        options |= {"stream_usage": True}
    if settings.llm_url:
        options["base_url"] = settings.llm_url
        if (key := KEYS.get(provider)) and not os.environ.get(key):
            options["api_key"] = NO_KEY
    made: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    return made


class LangChainModel:
    """Any chat model of LangChain, within limits of time and of requests at once."""

    def __init__(
        self, name: str, make: Callable[[], BaseChatModel], *, seconds: float, concurrency: int = 4
    ) -> None:
        """Makes its model at the first request; a reply has so many seconds, waiting and all."""
        self.name = name
        self._make = make
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(concurrency)
        self._lock = threading.Lock()
        self._model: BaseChatModel | None = None

    def prepare(self) -> None:
        """Makes the model now, so that the first question does not wait seconds for its import."""
        with self._lock:
            if self._model is None:
                self._model = self._make()

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        """The reply as it comes. Raises ModelError, ModelBusyError, ModelTimeoutError.

        A busy model is asked again, after longer and longer, as long as nothing of the reply has come. What
        hangs is left behind: the reply is read in a thread that ends with the provider's own time limit.
        """
        ends = time.monotonic() + self._seconds
        if not self._free.acquire(timeout=self._seconds):
            raise ModelBusyError(f"{self.name!r} is busy with other questions.")
        pieces: queue.Queue[Piece | Exception | None] = queue.Queue()
        given_up = threading.Event()
        threading.Thread(target=self._read, args=(prompt, pieces, given_up, ends), daemon=True).start()
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(ends - time.monotonic(), 0))
                except queue.Empty:
                    raise ModelTimeoutError(
                        f"{self.name!r} gave no whole reply in {self._seconds:g} seconds "
                        "(RAPPORTEUR_LLM_SECONDS)."
                    ) from None
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise self._told(piece) from piece
                yield piece
        finally:
            given_up.set()

    def _read(
        self,
        prompt: Prompt,
        pieces: queue.Queue[Piece | Exception | None],
        given_up: threading.Event,
        ends: float,
    ) -> None:
        try:
            for piece in self._tried(prompt, given_up, ends):
                if given_up.is_set():
                    break
                pieces.put(piece)
            pieces.put(None)
        except Exception as error:  # whatever a provider's client raises is told to the one who waits
            pieces.put(error)
        finally:
            self._free.release()

    def _tried(self, prompt: Prompt, given_up: threading.Event, ends: float) -> Iterator[Piece]:
        wait = FIRST_WAIT
        for tries in range(1, TRIES + 1):
            begun = False
            try:
                for piece in self._asked(prompt):
                    begun = True
                    yield piece
            except Exception as error:
                pause = max(wait * random.uniform(0.75, 1.25), _retry_after(error))  # noqa: S311
                late = time.monotonic() + pause > ends
                if begun or late or tries == TRIES or _status(error) not in _BUSY or given_up.wait(pause):
                    raise
                wait *= 2
            else:
                return

    def _asked(self, prompt: Prompt) -> Iterator[Piece]:
        from langchain_core.messages import HumanMessage, SystemMessage

        self.prepare()
        assert self._model is not None  # noqa: S101 - it is made now
        for chunk in self._model.stream([SystemMessage(prompt.system), HumanMessage(prompt.user)]):
            usage = getattr(chunk, "usage_metadata", None) or {}
            yield Piece(
                text=str(chunk.text),
                input_tokens=int(usage.get("input_tokens", 0)),
                output_tokens=int(usage.get("output_tokens", 0)),
            )

    def _told(self, error: Exception) -> ModelError:
        """The error of a provider's client as one of ours, without its text: that may hold what was asked."""
        status = _status(error)
        if status in _BUSY:
            return ModelBusyError(f"{self.name!r} takes no more requests for now (HTTP {status}).")
        if any("Timeout" in kind.__name__ for kind in type(error).__mro__):
            return ModelTimeoutError(f"{self.name!r} did not reply in time (RAPPORTEUR_LLM_SECONDS).")
        what = f"HTTP {status}" if status else type(error).__name__
        return ModelError(f"{self.name!r} gave no reply ({what}). Is its server running, and its key right?")


def _status(error: Exception) -> int:
    """The HTTP status that a client's error is about; 0 for none."""
    for each in (error, getattr(error, "response", None)):
        status = getattr(each, "status_code", None)
        if isinstance(status, int):
            return status
    return 0


def _retry_after(error: Exception) -> float:
    """Seconds after which the server says that it may be asked again; 0 where it does not."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", ""))
    return float(value) if value.replace(".", "", 1).isdecimal() else 0.0
