from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes import FakeAnswerer, FakeLibrary, declined, jobs, make_page

from bot.evaluation.coverage import coverage, told
from bot.evaluation.evaluate import evaluate
from bot.evaluation.meanings import MEANINGS
from bot.evaluation.metrics import Figure
from bot.evaluation.plots import Row, whiskers
from bot.evaluation.report import Report
from bot.evaluation.report_page import report_page
from bot.evaluation.results import METRICS, Failure
from bot.questions.cases import Case, Dataset, Evidence
from bot.types import Answer, Hit
from ingest.types import Library

LIBRARY = FakeLibrary()
TRAP = "<script>alert(1)</script>\"'&"


def case(id_: str, question: str, **fields: object) -> Case:
    """A question about the deck."""
    known: dict[str, object] = {"language": "en", "type": "number", "expect": "answer"} | fields
    return Case(id=id_, question=question, **known)  # type: ignore[arg-type]


def report(*cases: Case, library: Library = LIBRARY) -> Report:
    """What comes of asking an answerer that finds and cites slide 2 for jobs, and knows nothing else."""

    def give(question: str) -> Iterator[Answer]:
        if "jobs" in question:
            yield replace(jobs(LIBRARY), hits=(Hit(source_id="deck", page=2, score=1.0),))
        else:
            yield declined(question)

    answerer = FakeAnswerer(give)
    return evaluate(
        Dataset(path=Path("q.yaml"), cases=cases),
        answerer=answerer,
        retriever=answerer,  # type: ignore[arg-type]
        library=library,
        settings={"embedder": TRAP},
    )


RIGHT = case(
    "Q1",
    "How many jobs?",
    facts=("279.4",),
    evidence=(
        Evidence(source="deck", page=2, quote="279.4 million people have jobs thanks to cooperatives"),
        Evidence(source="deck", page=2, quote="That is 9.46% of the employed population of the world"),
    ),
)
WRONG = case(
    "Q2",
    f"How many jobs in Asia? {TRAP}",
    type=TRAP,
    facts=(TRAP,),
    evidence=(Evidence(source="deck", page=3, quote="Asia |  191 million"),),
)
DECLINED = case("Q3", "What is the weather?", expect="decline", near=(Evidence(source="deck", page=1),))


class Tags(HTMLParser):
    """The tags of a page, and what of it would ask another host for something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0
        self.outside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "img", "input", "line", "circle"):
            self.open.append(tag)
        self.scripts += tag == "script"
        values = {name: value or "" for name, value in attrs}
        loads = [
            values.get("src", ""),
            values.get("srcset", ""),
            *([values["href"]] if tag == "link" else []),
        ]
        self.outside += [value for value in loads if value]
        self.outside += [name for name in values if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "circle"):
            assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_nobody_for_anything() -> None:
    page = report_page(report(RIGHT, WRONG, DECLINED), LIBRARY)
    tags = Tags(page)

    assert (tags.open, tags.scripts, tags.outside) == ([], 1, [])
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_what_a_question_says_is_shown_and_never_run() -> None:
    page = report_page(
        replace(report(RIGHT, WRONG), failed=(Failure(id=TRAP, error=TRAP),), name=TRAP), LIBRARY
    )

    assert TRAP not in page
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_question_to_look_at_has_its_pages_side_by_side_with_their_words_marked() -> None:
    page = report_page(report(RIGHT, WRONG), LIBRARY)

    (wrong,) = re.findall(r'<details class="case wrong".*?</details>', page)
    expected, cited = re.findall(r'<section><h3 class="part">(?:Expected|Cited)</h3>(.*?)</section>', wrong)
    assert re.findall("<mark>(.*?)</mark>", expected) == ["Asia", "191 million"]
    assert re.findall("<mark>(.*?)</mark>", cited) == [
        "279.4 million people have jobs thanks to cooperatives",
        "9.46% of the employed population of the world",
    ]
    assert '<a href="#q1-c2">[2]</a>' in wrong
    assert '<a id="q1-c2"></a>' in wrong
    (fine,) = re.findall(r'<details class="case fine".*?</details>', page)
    assert "sides" not in fine


def test_a_declined_question_shows_what_comes_near() -> None:
    page = report_page(report(case("Q3", "jobs?", expect="decline", near=DECLINED.near)), LIBRARY)

    assert '<h3 class="part">Comes near, does not answer</h3>' in page
    assert "Context for the social and solidarity economy" in page


def test_pages_that_are_no_longer_there_are_named() -> None:
    made = report(WRONG)

    page = report_page(made, FakeLibrary(pages=[LIBRARY.page("deck", 1)]))

    assert "deck, page 3, is not in the corpus." in page


def test_filters_find_what_a_question_is() -> None:
    page = report_page(report(RIGHT, DECLINED), LIBRARY)

    assert re.findall(
        r'data-state="(\w+)" data-language="(\w+)" data-type="(\w+)" data-source="(\w+)"', page
    ) == [
        ("fine", "en", "number", "deck"),
        ("fine", "en", "number", "deck"),
    ]
    assert '<option value="number">number</option>' in page


def test_every_metric_has_a_meaning_and_nothing_else_has() -> None:
    assert tuple(MEANINGS) == METRICS
    told = (Path(__file__).parent.parent / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [name for name in METRICS if f"`{name}`" not in told and f"`_{name[-3:]}`" not in told] == []


def test_a_plot_has_a_row_for_every_value_and_none_for_nothing() -> None:
    rows = [
        Row(label="<fr>", figure=Figure(value=0.5, n=4)),
        Row(label="es", figure=Figure(value=None, n=0)),
    ]

    drawn = whiskers("hit@1", rows, reference=0.75)

    assert drawn.count("<circle") == 1
    assert "&lt;fr&gt;" in drawn
    assert "0.50 (n 4)" in drawn
    assert 'class="all"' in drawn
    assert whiskers("hit@1", rows[1:]) == ""


def test_coverage_tells_what_no_question_touches() -> None:
    pages = {(page.source_id, page.page): page for page in coverage(report(RIGHT, WRONG), LIBRARY)}

    jobs_slide, blank = pages["deck", 2], pages["deck", 4]
    assert (jobs_slide.cited, jobs_slide.asked, jobs_slide.has_text) == (2, 1, True)
    assert jobs_slide.unasked == (
        "Cooperatives are found in every country and sector.",
        "27.2 million work in cooperatives",
        "16 million are employees",
    )
    assert (blank.has_text, blank.statements, blank.cited) == (False, 0, 0)
    assert not pages["deck", 1].has_text
    assert pages["report", 1].unasked == ("Employment grew in every region.",)
    assert {key for key in pages if key[0] == "survey"} == set()


def test_what_only_leads_in_a_list_is_no_statement() -> None:
    page = make_page(
        1, ("paragraph", "The project has two phases:"), ("bullet", "Research on five countries")
    )
    library = FakeLibrary(pages=[page])

    (covered,) = coverage(report(), library)

    assert covered.unasked == ("Research on five countries",)


def test_coverage_is_told_in_lines() -> None:
    lines = told(coverage(report(RIGHT, WRONG), LIBRARY))

    assert lines[0] == "6 pages, of which no text beyond a title: 2"
    assert lines[2] == "never cited: 5 (deck/1, deck/3, deck/4, deck/5, report/1)"
    assert lines[-1] == "statements that no question covers: 5 of 8"
    assert told([]) == []


def test_a_run_read_again_gives_the_same_page() -> None:
    made = report(RIGHT, WRONG, DECLINED)

    again = Report.from_json(json.loads(json.dumps(made.to_json())))

    assert report_page(again, LIBRARY) == report_page(made, LIBRARY)


@pytest.mark.parametrize("cases", [(), (RIGHT,)])
def test_any_run_has_a_page(cases: tuple[Case, ...]) -> None:
    assert f"{len(cases)} questions asked, 0 to look at" in report_page(report(*cases), LIBRARY)


def test_the_answer_of_the_fake_is_what_the_tests_take_it_for() -> None:
    assert [citation.page for citation in jobs(LIBRARY).citations] == [2, 2]
