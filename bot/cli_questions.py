"""The commands that tend test questions: rapporteur questions add, import, export, schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ingest.errors import QuestionsError

_FILE = click.Path(path_type=Path)


def register(main: click.Group) -> None:
    """Adds the commands to the program."""
    main.add_command(questions)


@click.group()
def questions() -> None:
    """Add to the test questions, take them to a spreadsheet and back. Check them: rapporteur eval --check."""


@questions.command()
@click.argument("question")
@click.option(
    "--questions", "file", type=_FILE, default=None, help="File to add to.  [default: the corpus's]"
)
@click.option("--id", "case_id", default=None, help="Id of the new question.  [default: the first free one]")
@click.option("--asker", default="", help="Group that would ask it.")
@click.option("--print", "only_print", is_flag=True, help="Print the draft and change nothing.")
def add(*, question: str, file: Path | None, case_id: str | None, asker: str, only_print: bool) -> None:
    """Ask QUESTION and add it as a draft, with the slides that the answer cites."""
    from bot.cli_eval import questions_file
    from bot.questions.drafts import draft, free_id
    from bot.questions.read import load
    from bot.questions.write import append
    from bot.wire import Bot
    from ingest.settings import Settings

    if not question.strip():
        raise click.ClickException("The question is empty. Type it in quotation marks.")
    settings = Settings.read()
    path = file or questions_file(settings)
    taken = {case.id for case in load(path).cases} if path.is_file() else set()
    item = draft(Bot(settings).ask(question), case_id=case_id or free_id(taken), asker=asker)
    if not only_print:
        added = append(item, path)
        click.echo(f"Added to {path} as {added.id}. Complete it, then: rapporteur eval --check", err=True)
    click.echo(item, nl=False)


@questions.command(name="export")
@click.argument("table", type=_FILE)
@click.option("--questions", "file", type=_FILE, default=None, help="File to read.  [default: the corpus's]")
def export(*, table: Path, file: Path | None) -> None:
    """Write the test questions to TABLE, a CSV file that spreadsheets open."""
    from bot.cli_eval import default_questions
    from bot.questions.read import load
    from bot.questions.read_csv import to_csv
    from ingest.settings import Settings

    cases = load(file or default_questions(Settings.read())).cases
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_bytes(to_csv(cases).encode())
    click.echo(f"{len(cases)} questions written to {table}.")


@questions.command(name="import")
@click.argument("table", type=_FILE)
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Write over FILE, whose comments are lost.")
def import_(*, table: Path, file: Path, replace: bool) -> None:
    """Write the test questions in TABLE, a CSV file, to FILE as YAML."""
    from bot.questions.read_csv import from_csv
    from bot.questions.write import dataset_to_yaml

    try:
        text = table.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise QuestionsError(f"There is no table {str(table)!r}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"Cannot read {str(table)!r}: {error}. Save it as CSV in UTF-8.") from error
    if file.exists() and not replace:
        raise QuestionsError(f"{str(file)!r} is there already. Name another file, or add --replace.")
    cases = from_csv(text, table)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dataset_to_yaml(cases), encoding="utf-8")
    click.echo(f"{len(cases)} questions written to {file}. Check them: rapporteur eval --check")


@questions.command()
def schema() -> None:
    """Print the JSON Schema of a file of test questions, for editors."""
    from bot.questions.schema import schema as made

    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))
