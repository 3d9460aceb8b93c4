from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeLibrary, make_page

from bot.questions.read import Case, Dataset, Evidence, check, load, parse, resolve_source
from bot.types import Turn
from ingest.errors import QuestionsError
from ingest.types import Source

PATH = Path("questions.yaml")

GOOD = """\
version: 1
questions:
- id: Q1
  question: What about Indonesia?
  language: en
  asker: government
  type: follow_up
  manner: answer_with_caveat
  history:
  - role: user
    content: How did the Philippines use it?
  - role: assistant
    content: In a new code.
  expect: answer
  evidence:
  - source: deck
    page: 19
    quote: to revise the law
  facts:
  - 2012
  - 'Law (No\\.? )?17'
  forbidden: [annulled]
  reference: Yes.
  note: A note.
- id: 007
  question: Har ILO et kontor i Oslo?
  language: no
  type: near_topic
  expect: decline
  near:
  - {source: deck, page: 2}
  answered_by: ilo.org
"""


DECK = Source(source_id="deck", title="The deck", kind="deck", path=Path("corpus/ILO briefing.md"))
REPORT = Source(source_id="report", title="A report", kind="document")
LIBRARY = FakeLibrary(
    pages=[
        make_page(1, ("title", "Cooperatives provide"), ("bullet", "jobs for  279.4 million people")),
        make_page(2, ("paragraph", "Requests for\u00a0assistance")),
    ],
    sources=[DECK, REPORT],
)


def case_yaml(**fields: str) -> str:
    """A file with one case that is right but for the fields given."""
    lines = {
        "id": "Q1",
        "question": "Why?",
        "language": "en",
        "type": "specific",
        "expect": "answer",
        "facts": "[because]",
    } | fields
    body = "\n  ".join(f"{key}: {value}" for key, value in lines.items() if value)
    return f"version: 1\nquestions:\n- {body}\n"


def problems(text: str) -> list[str]:
    """What is wrong with the file, a line each, without the headline."""
    with pytest.raises(QuestionsError) as raised:
        parse(text, PATH)
    return str(raised.value).splitlines()[1:]


def test_every_field_of_a_case_is_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(GOOD, encoding="utf-8")

    first, second = load(path).cases

    assert first == Case(
        id="Q1",
        question="What about Indonesia?",
        language="en",
        asker="government",
        type="follow_up",
        manner="answer_with_caveat",
        history=(
            Turn(role="user", content="How did the Philippines use it?"),
            Turn(role="assistant", content="In a new code."),
        ),
        expect="answer",
        evidence=(Evidence(source="deck", page=19, quote="to revise the law"),),
        facts=("2012", r"Law (No\.? )?17"),
        forbidden=("annulled",),
        reference="Yes.",
        note="A note.",
    )
    assert (first.line, first.evidence[0].line) == (3, 16)
    assert second.near == (Evidence(source="deck", page=2),)
    assert (second.expect, second.answered_by) == ("decline", "ilo.org")


def test_words_that_yaml_takes_for_numbers_or_truth_values_stay_as_written() -> None:
    second = parse(GOOD, PATH).cases[1]

    assert (second.id, second.language) == ("007", "no")


def test_every_problem_of_a_file_is_told_at_once_with_line_and_id() -> None:
    text = """\
version: 1
questions:
- id: Q1
  question: Why?
  langauge: en
  language: en
  type: specific
  expect: answer
  facts: ['(because']
- id: Q1
  question: Why not?
  language: en
  type: specific
  expect: maybe
  facts: [so]
- id: Q3
  question:
  language: en
  type: specific
  expect: decline
"""

    found = problems(text)

    assert [line.split(": ")[:2] for line in found] == [
        ["questions.yaml:5", "Q1"],
        ["questions.yaml:9", "Q1"],
        ["questions.yaml:10", "Q1"],
        ["questions.yaml:14", "Q1"],
        ["questions.yaml:16", "Q3"],
    ]
    assert "unknown key 'langauge'" in found[0]
    assert "'(because' of 'facts' does not compile" in found[1]
    assert "taken by the question on line 3" in found[2]
    assert "'maybe'" in found[3]
    assert "'question' is missing" in found[4]


@pytest.mark.parametrize("key", ["id", "question", "language", "type", "expect"])
def test_a_field_that_every_question_needs_is_missed(key: str) -> None:
    assert [line for line in problems(case_yaml(**{key: ""})) if f"{key!r} is missing" in line]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"facts": ""}, "needs 'evidence' or 'facts'"),
        ({"expect": "decline"}, "so it has no 'facts'"),
        ({"expect": "decline", "facts": "", "evidence": "[{source: d, page: 1}]"}, "are 'near'"),
        ({"evidence": "[{source: d, page: 0}]"}, "page '0' is not a number from 1"),
        ({"evidence": "[{source: d, page: one}]"}, "page 'one' is not a number from 1"),
        ({"evidence": "[{page: 1}]"}, "'source' is missing"),
        ({"evidence": "[{source: d}]"}, "'page' is missing"),
        ({"evidence": "{source: d, page: 1}"}, "'evidence' is not a list"),
        ({"evidence": "[slide 6]"}, "expected keys and values"),
        ({"facts": "because"}, "'facts' is not a list"),
        ({"facts": "[a, [b]]"}, "is not a line of text"),
        ({"forbidden": "['x*']"}, "is found in every text"),
        ({"language": "English"}, "'English' is not a code"),
        ({"history": "[{role: system, content: Hi}]"}, "role is 'system'"),
        ({"history": "[{role: user}]"}, "'content' is missing"),
        ({"note": "one\n  note: two"}, "'note' is given twice"),
    ],
)
def test_a_fault_is_told_in_words(fields: dict[str, str], message: str) -> None:
    (found,) = problems(case_yaml(**fields))

    assert message in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: the file is empty"),
        ("version: 1\nquestions:\n- id: [\n", ":4: not valid YAML"),
        ("version: 1\nquestions:\n- a\x07b", ":1: not valid YAML"),
        ("version: 2\nquestions: []", ":1: version is '2'"),
        ("questions: []", ":1: 'version' is missing"),
        ("version: 1", ":1: 'questions' is missing"),
        ("- version", ":1: expected keys and values"),
    ],
)
def test_a_file_of_another_kind_is_refused(text: str, message: str) -> None:
    assert any(message in line for line in problems(text))


def test_a_tag_that_would_run_code_makes_nothing() -> None:
    (found,) = problems(case_yaml(question="!!python/object/apply:os.getcwd []"))

    assert "'question' is not a line of text" in found


def test_a_file_that_is_not_there_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"none\.yaml.*rapporteur eval --questions"):
        load(tmp_path / "none.yaml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(QuestionsError, match=r"Cannot read .*questions\.yaml"):
        load(path)


def dataset(*evidence: Evidence) -> Dataset:
    """A dataset of one case with this evidence."""
    case = Case(id="Q1", question="?", language="en", type="t", expect="answer", evidence=evidence)
    return Dataset(path=PATH, cases=(case,))


def test_evidence_that_the_corpus_has_is_no_problem_however_its_white_space_runs() -> None:
    evidence = [
        Evidence(source="deck", page=1, quote="provide jobs for 279.4 million"),
        Evidence(source="ilo briefing.md", page=2, quote="Requests for assistance"),
        Evidence(source="ILO briefing", page=2),
    ]

    assert check(dataset(*evidence), LIBRARY) == []


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        (Evidence(source="dekc", page=1, line=4), "source 'dekc' is not in the corpus; did you mean 'deck'?"),
        (Evidence(source="talk", page=1, line=4), "source 'talk' is not in the corpus"),
        (Evidence(source="deck", page=3, line=4), "source 'deck' has no page 3, only 2"),
        (Evidence(source="report", page=1, line=4), "source 'report' has no text in the index"),
        (
            Evidence(source="deck", page=2, quote="279.4", line=4),
            "page 2 of 'deck' does not say '279.4'; page 1 does",
        ),
        (
            Evidence(source="deck", page=1, quote="Jobs for", line=4),
            "page 1 of 'deck' does not say 'Jobs for'",
        ),
    ],
)
def test_evidence_that_the_corpus_does_not_have_is_told_with_its_line(
    evidence: Evidence, message: str
) -> None:
    assert [str(problem) for problem in check(dataset(evidence), LIBRARY)] == [
        f"questions.yaml:4: Q1: {message}"
    ]


def test_pages_that_come_near_are_checked_too() -> None:
    case = Case(
        id="Q1",
        question="?",
        language="en",
        type="t",
        expect="decline",
        near=(Evidence(source="deck", page=9),),
    )

    assert len(check(Dataset(path=PATH, cases=(case,)), LIBRARY)) == 1


def test_a_name_that_fits_two_sources_is_told_with_their_ids() -> None:
    twice = FakeLibrary(sources=[replace(DECK, source_id="a"), replace(DECK, source_id="b")])

    (problem,) = check(dataset(Evidence(source="ILO briefing", page=1)), twice)

    assert problem.message == "source 'ILO briefing' may be any of 'a', 'b': write the id"


def test_an_id_wins_over_a_file_name_and_a_name_that_fits_two_files_fits_none() -> None:
    sources = [
        Source(source_id="a", title="", kind="document", path=Path("one/report.pdf")),
        Source(source_id="b", title="", kind="document", path=Path("two/report.docx")),
        Source(source_id="report.pdf", title="", kind="document"),
    ]

    assert resolve_source("report.pdf", sources) == ("report.pdf",)
    assert resolve_source("two/Report.docx", sources) == ("b",)
    assert resolve_source("report", sources) == ("a", "b")
    assert resolve_source("rep", sources) == ()


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"facts": ("12", "Peru")}, "neither its reference nor its evidence says the fact 'Peru'"),
        ({"forbidden": ("mexico",)}, "its reference says 'mexico', which is forbidden"),
        ({"question": "how many?", "id": "Q2"}, None),
    ],
)
def test_a_question_at_odds_with_itself_is_told_of(case: dict[str, Any], message: str | None) -> None:
    fine = Case(
        id="Q1",
        question="How many?",
        language="en",
        type="number",
        expect="answer",
        facts=("12",),
        reference="12, as in Mexico",
        line=3,
    )
    asked = dataset_of(fine, replace(fine, line=9, **case)) if message is None else None

    if asked:
        problems = check(asked, LIBRARY)
        assert [str(each) for each in problems] == ["questions.yaml:9: Q2: asks what Q1 asks, on line 3"]
    else:
        (problem,) = check(dataset_of(replace(fine, **case)), LIBRARY)
        assert str(problem) == f"questions.yaml:3: Q1: {message}"
    assert check(dataset_of(fine), LIBRARY) == []


def dataset_of(*cases: Case) -> Dataset:
    """The questions of a file."""
    return Dataset(path=Path("questions.yaml"), cases=cases)
