from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bot_fakes import Told, found, statements
from fakes import DECK, PAGES, REPORT, SURVEY, FakeLibrary, make_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import finding
from bot.compose import Group
from bot.extract import NEAREST, ExtractiveAnswerer
from bot.markup import escape_markdown
from bot.plain_text import plain_text
from bot.question import Question
from bot.slide_url import slide_url
from bot.types import Answer, Hit, Outcome
from ingest.types import BlockKind, Page

JOBS_SLIDE = PAGES[1]
JOBS, SHARE = "279.4 million people have jobs thanks to cooperatives", "27.2 million work in cooperatives"
DEFINED = "An autonomous association of persons united voluntarily to meet their common needs."
QUESTIONS = (
    "What is said?",
    "How many are there?",
    "When was it?",
    "Which ones are there?",
    "Everything about them",
    "On which slide is it?",
    "Where can I find it?",
    "Quels pays ont une loi ?",
    "¿Qué países hay?",
    "什么是合作社？",
)
_MARKER = re.compile(r"(?<!\\)\[(\d+)\](?!\()")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets everything found count as the answer."""
    judge_as(monkeypatch, "answered")


def judge_as(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    """Lets the evidence count as that, and nothing as beside the point."""

    def judge(asked: Question, hits: Sequence[Hit], groups: Sequence[Group], **_: object) -> Outcome:
        return outcome if groups else "out_of_scope"

    monkeypatch.setattr(finding, "judge", judge)


def grown(question: str, hits: Sequence[Hit], library: FakeLibrary) -> list[Answer]:
    """The answer at each step of its growth."""
    return list(ExtractiveAnswerer(lambda _: list(hits), library).stream(question))


def answered(question: str, *hits: Hit, library: FakeLibrary | None = None) -> Answer:
    """The final answer."""
    return grown(question, hits, library or FakeLibrary(sources=(DECK,)))[-1]


def assert_every_citation_is_exact(answer: Answer, library: FakeLibrary) -> None:
    """The quotations are verbatim, their markers those of the text, and the text holds their words."""
    for citation in answer.citations:
        page = library.page(citation.source_id, citation.page)
        assert page.text[citation.start : citation.end] == citation.quote
        assert citation.title == page.title
    markers = [int(number) for number in _MARKER.findall(answer.text)]
    assert markers == [citation.marker for citation in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    read = plain_text(answer.text)
    for citation in answer.citations:
        assert plain(citation.quote) in read


def plain(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())


HOSTILE = st.sampled_from(
    [
        *(
            "[1]",
            "[2](javascript:alert(1))",
            "**bold**",
            "_so_",
            "<script>alert(1)</script>",
            "<b>",
            "`code`",
        ),
        *(
            "- ",
            "1. ",
            "# ",
            "> ",
            "| a | b |",
            "~~gone~~",
            "![x](http://x.example/y.png)",
            "---",
            "\\*",
            "+ ",
        ),
        *("http://example.org/a_b", "2015", "(No. 193)", "Article 5.", "members:", "-- Report", "* ", "12) "),
    ]
)
WORDS = st.sampled_from(
    "members of the fund have jobs. They grew in Tunisia: 9,46% of all; Côte d’Ivoire".split()
)
TEXTS = st.lists(st.one_of(WORDS, WORDS, HOSTILE), min_size=1, max_size=12).map(" ".join).map(plain)
KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(
    ["title", "heading", "paragraph", "bullet", "bullet", "quote", "caption", "row", "code"]
)


@st.composite
def found_pages(draw: st.DrawFn) -> tuple[list[Page], list[Hit]]:
    """A few slides of any blocks, found with any scores."""
    pages, hits = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines = draw(st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=6))
        levels = draw(st.lists(st.integers(0, 2), max_size=6))
        page = make_page(number, *lines, levels=levels)
        share = st.floats(0, 1, width=16)
        told = {
            passage.text: Told(score=draw(share), coverage=draw(share), in_context=draw(share))
            for passage in statements(page)
        }
        pages.append(page)
        hits.append(found(page, told, score=draw(share)))
    return pages, hits


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=found_pages(), question=st.sampled_from(QUESTIONS))
@pytest.mark.usefixtures("judged")
def test_whatever_is_found_every_citation_is_exact(
    drawn: tuple[list[Page], list[Hit]], question: str
) -> None:
    pages, hits = drawn
    library = FakeLibrary(pages=pages, sources=(DECK,))

    for answer in grown(question, hits, library):
        assert_every_citation_is_exact(answer, library)


@given(text=TEXTS)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert plain_text(f"{escape_markdown(text)} [1]") == text


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "**so**",
        "<script>alert(1)</script>",
        "- x",
        "1. x",
        "12) x",
        "+ x",
        "-",
        "1.",
        "# x",
        "> x",
        "a_b_c",
    ],
)
@pytest.mark.usefixtures("judged")
def test_markup_in_a_slide_stays_what_it_is(text: str) -> None:
    page = make_page(1, ("title", "Traps"), ("bullet", text))

    answer = answered("What is said?", found(page, {text: 0.9}), library=FakeLibrary([page], [DECK]))

    assert plain_text(answer.text) == f"Slide 1: Traps\n{text}"
    assert _MARKER.findall(answer.text) == ["1"]


@pytest.mark.usefixtures("judged")
def test_markup_in_a_title_stays_what_it_is() -> None:
    page = make_page(1, ("title", "**The** [1] <b>trap</b>"), ("paragraph", "Words"))

    answer = answered("What is said?", found(page, {"Words": 0.9}), library=FakeLibrary([page], [DECK]))

    assert plain_text(answer.text).splitlines()[0] == "Slide 1: **The** [1] <b>trap</b>"


@pytest.mark.usefixtures("judged")
def test_one_statement_stands_below_where_it_is_from() -> None:
    answer = answered("What is said?", found(JOBS_SLIDE, {JOBS: 0.9}))

    assert answer.text == f"**Slide 2: {JOBS_SLIDE.title}**\n\n{JOBS} [1]"
    (citation,) = answer.citations
    assert (citation.source_id, citation.page, citation.quote) == ("deck", 2, JOBS)
    assert citation.url == slide_url("deck", 2, citation.start, citation.end, JOBS)
    assert citation.source_title == DECK.title


@pytest.mark.usefixtures("judged")
def test_several_statements_are_a_list_nested_as_on_the_slide() -> None:
    answer = answered("What is said?", found(JOBS_SLIDE, {SHARE: 0.9}))

    assert answer.text.splitlines()[2:] == [
        f"- {SHARE} [1]",
        "  - 16 million are employees [2]",
    ]


@pytest.mark.usefixtures("judged")
def test_with_several_sources_each_is_named() -> None:
    answer = answered("What is said?", found(JOBS_SLIDE, {JOBS: 0.9}), library=FakeLibrary())

    assert answer.text.startswith(f"**Briefing on cooperatives, slide 2: {JOBS_SLIDE.title}**")


@pytest.mark.usefixtures("judged")
def test_an_answer_grows_page_by_page_and_is_final_once() -> None:
    hits = [found(JOBS_SLIDE, {JOBS: 0.9}), found(PAGES[4], {DEFINED: 0.9})]

    steps = grown("What is said?", hits, FakeLibrary(sources=(DECK,)))

    assert [step.final for step in steps] == [False] * (len(steps) - 1) + [True]
    assert len({step.text for step in steps}) == 2
    for step, following in pairwise(steps):
        assert following.text.startswith(step.text)
        assert following.citations[: len(step.citations)] == step.citations
    assert [citation.page for citation in steps[-1].citations] == [2, 5]


@pytest.mark.usefixtures("judged")
def test_only_the_final_answer_tells_how_long_it_took() -> None:
    *growing, last = grown("What is said?", [found(JOBS_SLIDE, {JOBS: 0.9})], FakeLibrary(sources=(DECK,)))

    assert [step.timings_ms for step in growing] == [{}] * len(growing)
    assert set(last.timings_ms) == {"understand", "retrieve", "compose", "total"}
    assert last.timings_ms["total"] >= last.timings_ms["compose"] >= 0


@pytest.mark.usefixtures("judged")
def test_links_are_given_when_a_link_is_asked_for() -> None:
    library = FakeLibrary()
    hit = found(JOBS_SLIDE, {JOBS: 0.9})

    asked = answered("Where can I find the survey?", hit, library=library)
    not_asked = answered("What is said?", hit, library=library)

    assert "[https://example.org/survey](https://example.org/survey)" in asked.text
    assert asked.text.count("](https://example.org/survey)") == 1  # linked on the slide and in the manifest
    assert "javascript" not in asked.text
    assert "example.org" not in not_asked.text
    assert len(asked.citations) == len(not_asked.citations) == 1


@pytest.mark.parametrize(
    ("question", "unit", "notes"),
    [
        (
            "Que dit-on des emplois ?",
            "Diapositive 2",
            [
                "*Citations dans la langue de la source.*",
                "Aide à la lecture, mot à mot d’après un lexique (ce n’est pas une traduction) : "
                "thanks to = grâce à · cooperatives = coopératives",
            ],
        ),
        (
            "¿Qué se dice de los empleos?",
            "Diapositiva 2",
            [
                "*Citas en la lengua de la fuente.*",
                "Ayuda para la lectura, palabra por palabra según un léxico (no es una traducción): "
                "thanks to = gracias a · cooperatives = cooperativas",
            ],
        ),
        (
            "什么是合作社？",
            "Slide 2",
            ["*This page understands questions in English, French and Spanish best.*"],
        ),
    ],
)
@pytest.mark.usefixtures("judged")
def test_a_reader_of_another_language_is_told_that_the_quotations_are_not_in_it(
    question: str, unit: str, notes: list[str]
) -> None:
    answer = answered(question, found(JOBS_SLIDE, {JOBS: 0.9}))

    heading, _, *below = answer.text.split("\n\n")
    assert heading.startswith(f"**{unit}: ")
    assert below == notes
    assert answer.citations[0].quote == JOBS


@pytest.mark.usefixtures("judged")
def test_quotations_in_the_language_of_the_question_need_no_word_about_it() -> None:
    assert answered("What is said?", found(JOBS_SLIDE, {JOBS: 0.9})).text.endswith(f"{JOBS} [1]")


def test_what_answers_in_part_says_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_as(monkeypatch, "partly")

    answer = answered("What is said?", found(JOBS_SLIDE, {JOBS: 0.9}))

    assert answer.text.startswith("The sources answer part of this question:\n\n**Slide 2")
    assert (answer.outcome, len(answer.citations)) == ("partly", 1)


def test_what_the_sources_do_not_answer_points_to_the_nearest_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_as(monkeypatch, "not_in_sources")
    pages = [make_page(number, ("title", f"Title {number}"), ("bullet", "Text")) for number in range(1, 6)]
    hits = [found(page, {}, score=1 / page.number) for page in pages]

    (answer,) = grown("What is said?", hits, FakeLibrary(pages, [DECK]))

    assert answer.outcome == "not_in_sources"
    assert answer.text == (
        "The sources do not answer this question. "
        "The nearest pages are listed below. They are pointers, not an answer."
    )
    assert answer.citations == ()
    assert [(p.page, p.title, p.url) for p in answer.pointers] == [
        (number, f"Title {number}", f"/slide/deck/{number}") for number in range(1, NEAREST + 1)
    ]
    assert len(answer.hits) == 5


def test_a_question_about_something_else_is_declined_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_as(monkeypatch, "out_of_scope")

    answer = answered("Quel poisson nage à Genève ?", found(JOBS_SLIDE, {}))

    assert answer.text.startswith("Je ne peux répondre qu’aux questions")
    assert (answer.outcome, answer.language) == ("out_of_scope", "fr")
    assert (answer.citations, answer.pointers) == ((), ())


@pytest.mark.parametrize(
    ("said", "begins"), [("Thanks!", "Glad to"), ("Merci", "À votre"), ("Hola", "Con gusto")]
)
def test_thanks_and_greetings_are_met_politely_in_their_language(said: str, begins: str) -> None:
    answer = answered(said, found(JOBS_SLIDE, {}))

    assert answer.text.startswith(begins)
    assert answer.outcome == "out_of_scope"


def test_nothing_found_is_declined() -> None:
    (answer,) = grown("What is said?", [], FakeLibrary(sources=(DECK, SURVEY, REPORT)))

    assert answer.outcome in ("out_of_scope", "not_in_sources")
    assert (answer.final, answer.citations, answer.hits) == (True, (), ())


def test_the_answer_keeps_the_question_as_it_was_typed(judged: None) -> None:
    asked: list[str] = []

    def search(question: Question) -> list[Hit]:
        asked.append(question.text)
        return [found(JOBS_SLIDE, {JOBS: 0.9})]

    answerer = ExtractiveAnswerer(
        search, FakeLibrary(sources=(DECK,)), mend=lambda text, language: text.replace("jbos", "jobs")
    )
    answer = list(answerer.stream("How many jbos?"))[-1]

    assert (answer.question, answer.understood_as) == ("How many jbos?", "How many jobs?")
    assert set(asked) == {"How many jobs?"}


@pytest.mark.usefixtures("judged")
def test_newer_texts_and_others_follow_the_presentation_each_with_its_date_and_publisher() -> None:
    said = "Employment grew in every region."
    third = replace(SURVEY, path=Path("survey.pdf"), status="third_party")
    page = make_page(1, ("title", "Findings"), ("paragraph", "Employment fell."), source_id="survey")
    pages = [*PAGES, make_page(1, ("title", "Summary"), ("paragraph", said), source_id="report"), page]
    library = FakeLibrary(pages, [DECK, third, REPORT])
    hits = [
        found(page, {"Employment fell.": 0.9}),
        found(library.page("report", 1), {said: 0.89}),
        found(JOBS_SLIDE, {JOBS: 0.88}),
    ]

    answer = answered("What is said of jobs?", *hits, library=library)

    headings = re.findall(r"\*\*(.+)\*\*", answer.text)
    assert headings == [
        f"Briefing on cooperatives, slide 2: {JOBS_SLIDE.title}",
        "Later, June 2022: Annual report, page 1: Summary",
        "According to A research centre, 2017: Survey of cooperative employment, page 1: Findings",
    ]
    assert_every_citation_is_exact(answer, library)
