from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from fakes import FakeLibrary, declined, jobs

from bot.questions.cases import Case, Evidence, Variant
from bot.questions.drafts import draft, draft_case, free_id
from bot.questions.read import load, parse
from bot.questions.read_csv import NEWLINE, from_csv, to_csv
from bot.questions.schema import schema
from bot.questions.write import append, dataset_to_yaml, to_yaml
from bot.types import Pointer, Turn
from ingest.errors import QuestionsError

CORPUS = Path(__file__).parent.parent / "corpus"
BLIND = Path(__file__).parent / "blind" / "questions.yaml"
NOTED = """# Ours. Ask Ana before changing.
version: 1
questions:
  # The figures
  - id: Q1  # checked
    question: "How many?"
    language: en
    type: number
    expect: answer
    facts: ['12']
"""
FULL = Case(
    id="007",
    question="What: “one” or #2?",
    language="no",
    type="=cmd",
    expect="answer",
    asker="-",
    manner="answer_with_caveat",
    history=(Turn(role="user", content="Two\nlines: yes"), Turn(role="assistant", content="+1")),
    evidence=(
        Evidence(source="deck", page=2, quote="Asia | 191 million"),
        Evidence(source="deck", page=3),
    ),
    near=(Evidence(source="deck", page=4, quote="- near"),),
    facts=("2020", r"\\s*\|", "@all", "'tis"),
    forbidden=("never; ever", "a,b"),
    reference="'Tis so.\nAnd so.",
    note="=1+1",
    answered_by="https://example.org",
    variants=(Variant(language="fr", question="Quoi : « un » ?"),),
)


def test_a_question_written_and_read_again_is_the_same() -> None:
    assert parse(dataset_to_yaml([FULL]), Path("q.yaml")).cases == (FULL,)


def test_a_question_taken_to_a_table_and_back_is_the_same() -> None:
    assert from_csv(to_csv([FULL]), Path("q.csv")) == (FULL,)


def test_no_cell_of_a_table_is_a_formula() -> None:
    rows = to_csv([FULL]).removeprefix("\ufeff").split("\r\n", 1)[1]

    assert not [cell for cell in rows.replace('"', "").split(",") if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_made_by_hand_is_read_whatever_separates_its_columns(separator: str) -> None:
    rows = [
        ["expect", "id", "question", "language", "type", "facts"],
        ["answer", "Q1", "How many?", "en", "number", '"12\n13"'],
        ["", "", "", "", "", ""],
    ]

    (case,) = from_csv("\n".join(separator.join(row) for row in rows), Path("q.csv"))

    assert (case.id, case.question, case.facts) == ("Q1", "How many?", ("12", "13"))


def test_a_fault_in_a_table_is_told_with_its_row() -> None:
    rows = ["id,question,language,type,expect,facts", "Q1,A?,en,t,answer,x", "", "Q2,B?,en,t,answer,("]
    text = "\n".join([*rows, "Q1,C?,en,t,answer,x"])

    with pytest.raises(QuestionsError) as raised:
        from_csv(text, Path("q.csv"))

    assert "q.csv, row 4: Q2: the pattern '(' of 'facts' does not compile" in str(raised.value)
    assert "q.csv, row 5: Q1: the id is taken by the question in row 2" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no row of names"), ("a,b\n", "no row of names"), ("id,answer\n", "a column 'answer'")],
)
def test_a_table_without_the_names_of_its_columns_is_an_error(text: str, words: str) -> None:
    with pytest.raises(QuestionsError, match=words):
        from_csv(text, Path("q.csv"))


def test_a_text_that_has_the_sign_for_a_line_break_is_not_written_to_a_table() -> None:
    with pytest.raises(QuestionsError, match=f"'{NEWLINE}'"):
        to_csv([replace(FULL, facts=(NEWLINE,))])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n# The end\n"])
def test_a_question_is_added_and_every_character_of_the_file_stays(
    tmp_path: Path, newline: str, end: str
) -> None:
    file = tmp_path / "q.yaml"
    before = (NOTED.removesuffix("\n") + end).replace("\n", newline)
    file.write_bytes(before.encode())

    added = append(to_yaml(FULL), file)

    assert added == FULL
    text = file.read_bytes().decode()
    assert text.startswith(before)
    assert [case.id for case in load(file).cases] == ["Q1", "007"]
    assert text.count("\n") == text.count(newline)
    assert [each.name for each in tmp_path.iterdir()] == ["q.yaml"]


def test_the_first_question_makes_its_file(tmp_path: Path) -> None:
    append(to_yaml(FULL), tmp_path / "new" / "q.yaml")

    assert load(tmp_path / "new" / "q.yaml").cases == (FULL,)


@pytest.mark.parametrize(
    ("text", "item", "words"),
    [
        (NOTED, to_yaml(replace(FULL, id="Q1")), "the id is taken by the question on line 5"),
        (NOTED, to_yaml(replace(FULL, question="how MANY?", history=())), "has the question already"),
        (NOTED, "- id: Q2\n  question: What?\n", "'language' is missing"),
        (NOTED, "id: Q2", "not added"),
        ("questions: []\nversion: 1\n", to_yaml(FULL), "not added"),
        ("version: 1\nquestions: []\n", to_yaml(FULL), "not added"),
        ("version: 2\nquestions:\n", to_yaml(FULL), "version is '2'"),
    ],
)
def test_what_cannot_be_added_leaves_the_file_as_it_was(
    tmp_path: Path, text: str, item: str, words: str
) -> None:
    file = tmp_path / "q.yaml"
    file.write_text(text)

    with pytest.raises(QuestionsError, match=words):
        append(item, file)

    assert file.read_text() == text


def test_an_answer_becomes_a_draft_with_what_it_cites() -> None:
    answer = jobs(FakeLibrary())
    history = [Turn(role="user", content="Hello?")]

    case = draft_case(answer, case_id="C001", history=history, asker="workers")

    assert (case.id, case.question, case.expect, case.asker) == ("C001", answer.question, "answer", "workers")
    assert [(e.source, e.page, e.quote) for e in case.evidence] == [
        (c.source_id, c.page, c.quote) for c in answer.citations
    ]
    assert case.history == tuple(history)
    assert "not yet what is right" in case.note
    (read,) = parse(
        "version: 1\nquestions:\n" + draft(answer, case_id="C001", history=history, asker="workers"),
        Path("q.yaml"),
    ).cases
    assert read == case


def test_a_declined_question_becomes_a_draft_that_expects_a_decline() -> None:
    pointer = Pointer(source_id="deck", page=2, unit="slide", title="T", url="/")
    answer = replace(declined("What is the weather?"), pointers=(pointer,))

    case = draft_case(answer, case_id="C001")

    assert (case.expect, case.refusal, case.evidence) == ("decline", "not_in_sources", ())
    assert case.near == (Evidence(source="deck", page=2),)
    assert draft_case(replace(answer, refusal="advice"), case_id="C1").refusal == "advice"


def test_an_id_is_free_that_nothing_has() -> None:
    assert (free_id([]), free_id(["C001", "C003"]), free_id(["C001", "C002"])) == ("C001", "C002", "C003")


class TestSchema:
    def test_it_ships_beside_the_questions(self) -> None:
        shipped = json.loads((CORPUS / "questions.schema.json").read_text(encoding="utf-8"))

        assert shipped == schema(), (
            "write it anew: rapporteur questions schema > corpus/questions.schema.json"
        )

    @pytest.mark.parametrize("file", [CORPUS / "questions.yaml", BLIND])
    def test_our_own_questions_follow_it(self, file: Path) -> None:
        jsonschema.Draft202012Validator.check_schema(schema())
        jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema())

    @pytest.mark.parametrize(
        "change",
        [
            {"expect": "perhaps"},
            {"language": "English"},
            {"facts": None},
            {"refusal": "task"},
            {"evidence": [{"source": "deck", "page": 0}]},
            {"expects": "answer"},
            {"expect": "decline"},
        ],
    )
    def test_what_the_program_rejects_an_editor_marks(self, change: dict[str, object]) -> None:
        case = {
            "id": "Q1",
            "question": "?",
            "language": "en",
            "type": "t",
            "expect": "answer",
            "facts": ["x"],
        }
        fine = {"version": 1, "questions": [case]}
        wrong = {key: value for key, value in (case | change).items() if value is not None}

        jsonschema.validate(fine, schema())
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"version": 1, "questions": [wrong]}, schema())
        with pytest.raises(QuestionsError):
            parse(yaml.safe_dump({"version": 1, "questions": [wrong]}), Path("q.yaml"))
