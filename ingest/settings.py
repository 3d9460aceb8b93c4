"""Everything that can be set, where each value came from, and nothing else."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ingest.errors import SettingsError
from ingest.parse_limits import Limits

PREFIX = "RAPPORTEUR_"
BUNDLED_EMBEDDER = "all-MiniLM-L6-v2"
PROVIDERS = ("ollama", "openai", "anthropic", "mistralai", "recorded")
"""What RAPPORTEUR_LLM may begin with."""


def _setting(default: str, about: str) -> Any:  # noqa: ANN401 - a dataclass field takes the type of its annotation
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One frozen object, read from the environment and an optional file; the environment wins."""

    corpus: str = _setting("corpus", "Folder (or file) that questions are answered from.")
    home: str = _setting(".rapporteur", "Folder of the index and of everything derived or stored.")
    embedder: str = _setting(
        BUNDLED_EMBEDDER,
        "A sentence-transformers model: the bundled one by name, a folder, or a name on the hub.",
    )
    chroma: str = _setting(
        "", "Address of a Chroma server, such as http://localhost:8000; empty keeps the vectors in `home`."
    )
    parse_seconds: str = _setting("60", "Seconds that one file may take to be read.")
    parse_megabytes: str = _setting("2048", "Memory in MiB that one file may take to be read.")
    host: str = _setting("127.0.0.1", "Address the chat page listens on.")
    port: str = _setting("7860", "Port the chat page listens on.")
    title: str = _setting("Rapporteur", "Name shown at the top of the chat page.")
    operator: str = _setting("", "Who runs the chat page: shown on it and under every export.")
    contact: str = _setting("", "Where its operator is reached: shown likewise.")
    mcp: str = _setting("off", "Offer answers to programs over the Model Context Protocol: on or off.")
    llm: str = _setting(
        "",
        "Language model that words answers, as provider:model, such as ollama:qwen3:8b; empty for none. "
        "recorded:FILE replays kept replies.",
    )
    llm_url: str = _setting("", "Address of the model's server, for any that speaks the provider's protocol.")
    llm_tokens: str = _setting("700", "Most tokens of one reply of the language model.")
    llm_seconds: str = _setting("60", "Seconds that one reply of the language model may take.")
    llm_concurrency: str = _setting("4", "Requests to the language model at one time.")
    origins: Mapping[str, str] = field(default_factory=dict, metadata={"about": ""})
    """Where each value that is not the default came from, by setting."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The settings' names as fields, in order."""
        return tuple(f.name for f in fields(cls) if f.name != "origins")

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
        """Settings from the environment over a TOML file over the defaults.

        The file is `rapporteur.toml` in the current folder, or what RAPPORTEUR_SETTINGS names; its keys are
        the names in lower case without the prefix. Raises SettingsError for a name that means nothing.
        """
        env = dict(os.environ if environ is None else environ)
        named = env.pop(PREFIX + "SETTINGS", "")
        path = Path(named) if named else (file or Path("rapporteur.toml"))
        values: dict[str, str] = {}
        origins: dict[str, str] = {}
        if path.is_file():
            for key, value in _read_toml(path).items():
                values[_known(key, f"in {str(path)!r}")] = str(value)
                origins[key] = str(path)
        elif named:
            raise SettingsError(f"RAPPORTEUR_SETTINGS names {named!r}, which is not a file.")
        for key, value in env.items():
            if key.startswith(PREFIX):
                name = _known(key.removeprefix(PREFIX).lower(), "in the environment", shown=key)
                values[name] = value
                origins[name] = f"environment ({key})"
        settings = cls(**values, origins=origins)
        settings._check()
        return settings

    def _check(self) -> None:
        if not self.port.isdecimal() or not 0 <= int(self.port) < 65536:
            raise SettingsError(f"RAPPORTEUR_PORT is {self.port!r}; it takes a number from 0 to 65535.")
        if self.chroma and not self.chroma.startswith(("http://", "https://")):
            raise SettingsError(
                f"RAPPORTEUR_CHROMA is {self.chroma!r}; it takes an address such as http://localhost:8000."
            )
        if self.mcp not in ("on", "off"):
            raise SettingsError(f"RAPPORTEUR_MCP is {self.mcp!r}; it takes on or off.")
        self._check_llm()
        numbers = ("parse_seconds", "parse_megabytes", "llm_tokens", "llm_seconds", "llm_concurrency")
        for name in numbers:
            value = getattr(self, name)
            if not value.isdecimal() or not int(value):
                raise SettingsError(f"{PREFIX}{name.upper()} is {value!r}; it takes a number from 1 upwards.")
        if not self.embedder:
            raise SettingsError(f"RAPPORTEUR_EMBEDDER is empty; unset it to use {BUNDLED_EMBEDDER!r}.")

    def _check_llm(self) -> None:
        provider, _, model = self.llm.partition(":")
        if self.llm and (provider not in PROVIDERS or not model):
            raise SettingsError(
                f"RAPPORTEUR_LLM is {self.llm!r}; it takes provider:model, such as ollama:qwen3:8b, "
                f"with one of {', '.join(PROVIDERS)}."
            )
        if self.llm_url and not self.llm:
            raise SettingsError(
                f"RAPPORTEUR_LLM_URL is {self.llm_url!r} and RAPPORTEUR_LLM is empty; name the model too, "
                "such as openai:MODEL."
            )
        if self.llm_url and not self.llm_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"RAPPORTEUR_LLM_URL is {self.llm_url!r}; it takes an address, such as "
                "http://localhost:8000/v1."
            )

    @property
    def corpus_path(self) -> Path:
        """The corpus folder or file."""
        return Path(self.corpus).expanduser()

    @property
    def limits(self) -> Limits:
        """What one file may cost to read."""
        return Limits(seconds=float(self.parse_seconds), megabytes=int(self.parse_megabytes))

    @property
    def home_path(self) -> Path:
        """The folder of everything derived."""
        return Path(self.home).expanduser()

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Environment name, value, origin and meaning of every setting."""
        about = {f.name: str(f.metadata["about"]) for f in fields(self)}
        return [
            (PREFIX + name.upper(), getattr(self, name), self.origins.get(name, "default"), about[name])
            for name in self.names()
        ]

    def as_dict(self) -> dict[str, str]:
        """Every setting by name, to be printed beside figures."""
        return {name: getattr(self, name) for name in self.names()}


def _known(name: str, where: str, *, shown: str | None = None) -> str:
    names = Settings.names()
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {(PREFIX + near[0].upper()) if shown else near[0]!r}?" if near else ""
    raise SettingsError(
        f"There is no setting {shown or name!r} ({where}).{hint} `rapporteur doctor` lists them all."
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{str(path)!r} is not valid TOML: {error}.") from error
