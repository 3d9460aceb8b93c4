from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fakes import DECK, FakeLibrary, cite, declined, make_page

from bot.page import suggest
from bot.page.conversation import Exchange
from bot.page.suggest import Suggestion, next_questions, suggestions
from bot.types import Answer, Outcome
from ingest.vocabulary import Vocabulary

PAGES = (
    make_page(
        1,
        ("title", "What is a cooperative?"),
        ("bullet", "An association of persons in Kenya and of the ILO"),
        ("bullet", "It was defined in September and in May"),
    ),
    make_page(
        2,
        ("title", "Members by region:"),
        ("bullet", "There are members in Kenya"),
        ("bullet", "Most of them in towns in May"),
    ),
    make_page(3, ("title", "Thank you")),
)
LIBRARY = FakeLibrary(pages=PAGES, sources=[DECK])
TEXTS = [page.text for page in PAGES]
VOCABULARY = Vocabulary.of(TEXTS, {"ILO": "International Labour Organization"})


def answering(*numbers: int, outcome: Outcome = "answered") -> Callable[[str], Answer]:
    """Answers everything from those pages."""

    def ask(question: str) -> Answer:
        cited = tuple(cite(LIBRARY, "deck", number, PAGES[number - 1].title) for number in numbers)
        return replace(declined(question), outcome=outcome, citations=cited, pointers=())

    return ask


def english(found: list[Suggestion]) -> list[tuple[str, int]]:
    return [(each.question, each.page) for each in found if each.language == "en"]


def test_questions_are_made_of_titles_abbreviations_and_names() -> None:
    found = suggestions(LIBRARY, VOCABULARY, answering(1, 2))
    assert english(found) == [
        ("What is a cooperative?", 1),
        ("What is ILO?", 1),
        ("Where is Kenya mentioned?", 1),
        ("What do the sources say about “Members by region”?", 2),
        ("Where is Kenya mentioned?", 2),
    ]


def test_they_are_asked_in_every_language_of_the_page() -> None:
    found = suggestions(LIBRARY, VOCABULARY, answering(1, 2))
    assert {each.language for each in found} == {"en", "fr", "es"}
    assert "¿Dónde se menciona «Kenia»?" in [each.question for each in found]


def test_a_name_is_said_as_the_readers_language_says_it() -> None:
    pages = [
        make_page(
            n, ("title", f"Part {n}"), ("bullet", "It works in Cameroon and in the towns"), ("bullet", "x")
        )
        for n in (1, 2)
    ]
    library = FakeLibrary(pages=pages, sources=[DECK])
    tried: list[str] = []

    def ask(question: str) -> Answer:
        tried.append(question)
        return declined(question)

    suggestions(library, Vocabulary.of([page.text for page in pages]), ask)
    asked = {question for question in tried if "amer" in question}
    assert asked == {
        "Where is Cameroon mentioned?",
        "Où est-il question de « Cameroun » ?",
        "¿Dónde se menciona «Camerún»?",
    }


def test_none_is_kept_that_is_not_answered_from_where_it_was_made() -> None:
    assert english(suggestions(LIBRARY, VOCABULARY, answering(2))) == [
        ("What do the sources say about “Members by region”?", 2)
    ]
    assert suggestions(LIBRARY, VOCABULARY, answering(1, 2, outcome="partly")) == []


def test_a_hidden_slide_is_not_asked_about() -> None:
    library = FakeLibrary(pages=[replace(page, hidden=True) for page in PAGES], sources=[DECK])
    assert suggestions(library, VOCABULARY, answering(1, 2)) == []


def test_only_so_many_are_tried() -> None:
    tried: list[tuple[int, int]] = []
    pages = [
        make_page(number, ("title", f"Title {number}"), ("bullet", "one"), ("bullet", "two"))
        for number in range(1, 201)
    ]
    library = FakeLibrary(pages=pages, sources=[DECK])
    suggestions(
        library,
        VOCABULARY,
        declined,
        progress=lambda done, total: tried.append((done, total)),
    )
    assert tried[-1] == (3 * suggest.MOST, 3 * suggest.MOST)


def test_the_list_of_what_follows_is_not_asked_about() -> None:
    agenda = make_page(
        1, ("title", "Agenda"), ("bullet", "What is a cooperative?"), ("bullet", "Members by region")
    )
    pages = [agenda, *(replace(page, number=page.number + 1) for page in PAGES)]
    library = FakeLibrary(pages=pages, sources=[DECK])
    tried: list[str] = []

    def ask(question: str) -> Answer:
        tried.append(question)
        return declined(question)

    suggestions(library, VOCABULARY, ask)
    assert not any("Agenda" in question for question in tried)
    assert "What is a cooperative?" in tried


def made(
    question: str, page: int, language: str = "en", source_id: str = "deck", about: str = ""
) -> Suggestion:
    return Suggestion(question=question, page=page, language=language, source_id=source_id, about=about)


KNOWN = [
    made("A?", 9),
    made("B?", 2),
    made("C?", 1),
    made("C ?", 2),
    made("D?", 2, "fr"),
    made("E?", 1, source_id="other"),
]


def asked(question: str, *pages: int) -> Exchange:
    return Exchange(question=question, answer=answering(*pages)(question), state="whole")


def test_the_nearest_pages_questions_come_first() -> None:
    assert next_questions(KNOWN, (asked("What?", 2),), "en") == ["C?", "A?", "E?"]
    assert next_questions(KNOWN, (asked("What?", 1),), "en", most=10) == ["B?", "C ?", "A?", "E?"]


def test_the_page_just_quoted_is_not_asked_about_and_a_name_just_asked_for_neither() -> None:
    kenya = made("Where is Kenya mentioned?", 1, about="kenya")
    assert next_questions([kenya, KNOWN[2]], (asked("What?", 1),), "en") == [kenya.question]
    assert next_questions([kenya], (asked("What about Kenya?", 1),), "en") == []


def test_what_was_asked_is_not_suggested_again() -> None:
    talk = (asked("b", 1), asked("What?", 2))
    assert next_questions(KNOWN, talk, "en") == ["C?", "A?", "E?"]


def test_a_page_speaks_its_language() -> None:
    assert next_questions(KNOWN, (asked("Quoi ?", 1),), "fr") == ["D?"]


def test_after_a_failure_nothing_is_suggested() -> None:
    assert next_questions(KNOWN, (Exchange(question="What?", state="failed"),), "en") == []
    assert next_questions(KNOWN, (), "en") == []


def test_they_are_kept_with_the_build(tmp_path: Path) -> None:
    assert suggest.read(tmp_path) == []
    suggest.write(tmp_path, KNOWN)
    assert suggest.read(tmp_path) == KNOWN
    (tmp_path / suggest.FILE).write_text("[{}]")
    assert suggest.read(tmp_path) == []
