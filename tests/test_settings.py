from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.settings import BUNDLED_EMBEDDER, PREFIX, Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in: no `rapporteur.toml` of the developer is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.read({})
    assert settings == Settings()
    assert settings.embedder == BUNDLED_EMBEDDER
    assert (settings.corpus_path, settings.home_path) == (Path("corpus"), Path(".rapporteur"))
    assert (settings.host, settings.port) == ("127.0.0.1", "7860")
    assert settings.chroma == ""


def test_the_environment_sets_each_setting() -> None:
    given = {
        "corpus": "decks",
        "home": "there",
        "embedder": "some/model",
        "chroma": "http://localhost:8000",
        "parse_seconds": "5",
        "parse_megabytes": "100",
        "host": "0.0.0.0",
        "port": "8080",
        "title": "A title",
        "operator": "A secretariat",
        "contact": "desk@example.org",
        "mcp": "on",
        "llm": "openai:m",
        "llm_url": "http://localhost:8000/v1",
        "llm_tokens": "300",
        "llm_seconds": "20",
        "llm_concurrency": "2",
    }
    assert set(given) == set(Settings.names())
    settings = Settings.read({PREFIX + name.upper(): value for name, value in given.items()})
    assert settings.as_dict() == given


def test_the_process_environment_is_what_is_read_by_default(tmp_home: Path) -> None:
    assert Settings.read().home_path == tmp_home


def test_other_variables_are_no_business_of_ours() -> None:
    assert Settings.read({"PATH": "/bin", "rapporteur_port": "1", "XRAPPORTEUR_PORT": "2"}) == Settings()


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(elsewhere: Path) -> None:
    (elsewhere / "rapporteur.toml").write_text('title = "From the file"\nport = 8081\n')
    settings = Settings.read({"RAPPORTEUR_PORT": "8082"})
    assert (settings.title, settings.port, settings.host) == ("From the file", "8082", "127.0.0.1")


def test_every_value_says_where_it_came_from(elsewhere: Path) -> None:
    (elsewhere / "rapporteur.toml").write_text('title = "From the file"\nport = 8081\n')
    rows = {
        name: (value, origin) for name, value, origin, _ in Settings.read({"RAPPORTEUR_PORT": "82"}).rows()
    }
    assert rows["RAPPORTEUR_TITLE"] == ("From the file", "rapporteur.toml")
    assert rows["RAPPORTEUR_PORT"] == ("82", "environment (RAPPORTEUR_PORT)")
    assert rows["RAPPORTEUR_HOST"] == ("127.0.0.1", "default")
    assert list(rows) == [PREFIX + name.upper() for name in Settings.names()]


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, _, _, about in Settings().rows() if not about.endswith(".")] == []


def test_a_settings_file_may_be_named(elsewhere: Path) -> None:
    (elsewhere / "rapporteur.toml").write_text('title = "Not this one"\n')
    (elsewhere / "other.toml").write_text('title = "This one"\n')
    settings = Settings.read({"RAPPORTEUR_SETTINGS": "other.toml"})
    assert settings.title == "This one"
    assert settings.origins == {"title": "other.toml"}


def test_a_named_settings_file_must_be_there() -> None:
    with pytest.raises(SettingsError, match=r"names 'absent\.toml', which is not a file"):
        Settings.read({"RAPPORTEUR_SETTINGS": "absent.toml"})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("RAPPORTEUR_EMBEDER", "Did you mean 'RAPPORTEUR_EMBEDDER'?"),
        ("RAPPORTEUR_XYZZY", "`rapporteur doctor` lists them all."),
        ("RAPPORTEUR_ORIGINS", "There is no setting 'RAPPORTEUR_ORIGINS'"),
        ("RAPPORTEUR_", "There is no setting 'RAPPORTEUR_'"),
    ],
)
def test_a_misspelt_variable_is_an_error_that_helps(name: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({name: "x"})
    assert name in str(caught.value)
    assert hint in str(caught.value)


def test_a_misspelt_key_in_the_file_is_an_error_that_names_the_file(elsewhere: Path) -> None:
    (elsewhere / "rapporteur.toml").write_text("prt = 1\n")
    with pytest.raises(
        SettingsError, match=r"no setting 'prt' \(in 'rapporteur\.toml'\)\. Did you mean 'port'\?"
    ):
        Settings.read({})


def test_a_file_that_is_not_toml_is_an_error_that_names_it(elsewhere: Path) -> None:
    (elsewhere / "rapporteur.toml").write_text("port: 1\n")
    with pytest.raises(SettingsError, match=r"'rapporteur\.toml' is not valid TOML"):
        Settings.read({})
    (elsewhere / "rapporteur.toml").write_bytes(b'title = "\xff"\n')
    with pytest.raises(SettingsError, match=r"'rapporteur\.toml' is not valid TOML"):
        Settings.read({})


@pytest.mark.parametrize("port", ["", "http", "-1", "65536", "80.5"])
def test_a_port_is_a_number_a_port_can_have(port: str) -> None:
    with pytest.raises(SettingsError, match=f"RAPPORTEUR_PORT is {port!r}"):
        Settings.read({"RAPPORTEUR_PORT": port})


@pytest.mark.parametrize("value", ["", "0", "-1", "many", "1.5"])
@pytest.mark.parametrize("name", ["PARSE_SECONDS", "PARSE_MEGABYTES"])
def test_a_limit_is_a_number_from_one_upwards(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"RAPPORTEUR_{name} is {value!r}"):
        Settings.read({f"RAPPORTEUR_{name}": value})


def test_the_limits_are_those_set() -> None:
    limits = Settings(parse_seconds="5", parse_megabytes="100").limits
    assert (limits.seconds, limits.megabytes) == (5, 100)


@pytest.mark.parametrize("port", ["0", "65535"])
def test_the_first_and_the_last_port_will_do(port: str) -> None:
    assert Settings.read({"RAPPORTEUR_PORT": port}).port == port


def test_a_chroma_server_is_an_address() -> None:
    with pytest.raises(SettingsError, match="RAPPORTEUR_CHROMA is 'localhost:8000'"):
        Settings.read({"RAPPORTEUR_CHROMA": "localhost:8000"})
    assert Settings.read({"RAPPORTEUR_CHROMA": "https://chroma.example"}).chroma == "https://chroma.example"


def test_an_empty_embedder_is_an_error() -> None:
    with pytest.raises(SettingsError, match=f"unset it to use {BUNDLED_EMBEDDER!r}"):
        Settings.read({"RAPPORTEUR_EMBEDDER": ""})


def test_a_tilde_is_the_home_folder_of_the_person(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> None:
    monkeypatch.setenv("HOME", str(elsewhere))
    settings = Settings(corpus="~/decks", home="~/data")
    assert (settings.corpus_path, settings.home_path) == (elsewhere / "decks", elsewhere / "data")


def test_mcp_is_on_or_off() -> None:
    with pytest.raises(SettingsError, match="takes on or off"):
        Settings.read({"RAPPORTEUR_MCP": "yes"})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"RAPPORTEUR_LLM": "qwen3"}, "provider:model"),
        ({"RAPPORTEUR_LLM": "acme:m"}, "ollama, openai, anthropic, mistralai"),
        ({"RAPPORTEUR_LLM": "openai:"}, "'openai:'"),
        ({"RAPPORTEUR_LLM_URL": "http://localhost:8000/v1"}, "RAPPORTEUR_LLM is empty"),
        ({"RAPPORTEUR_LLM": "openai:m", "RAPPORTEUR_LLM_URL": "localhost"}, "http://localhost:8000/v1"),
        ({"RAPPORTEUR_LLM_SECONDS": "soon"}, "RAPPORTEUR_LLM_SECONDS is 'soon'"),
        ({"RAPPORTEUR_LLM_TOKENS": "0"}, "RAPPORTEUR_LLM_TOKENS is '0'"),
    ],
)
def test_a_language_model_that_cannot_be_meant_is_an_error_that_names_the_next_step(
    changes: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        Settings.read(changes)


def test_a_language_model_is_named_by_provider_and_model() -> None:
    assert Settings.read({"RAPPORTEUR_LLM": "ollama:qwen3:8b"}).llm == "ollama:qwen3:8b"
