from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pytest
from fakes import FakeAnswerer, FakeLibrary, declined, jobs

from bot.evaluation.attribution import (
    COVERED,
    Statement,
    attributed,
    score_statements,
    statements,
    supported_share,
)
from bot.evaluation.scores import quote_span, score_decline, score_list
from bot.evaluation.slips import misspelt
from bot.evaluation.stability import ASKERS, agreement, is_told_who_asks, otherwise, stream
from bot.phrases import SPOKEN, phrases
from bot.questions.cases import Case, Evidence, Kind, Variant, kind_of
from bot.types import Answer, Answerer, Pointer, Refusal, Turn
from bot.wire import Bot
from ingest.types import SlideRef

QUOTES = {
    1: "Cooperatives provide jobs for 279.4 million people",
    2: "16 million of them are employees",
    3: "Cooperatives have one billion members",
}
LIBRARY = FakeLibrary()


def told(answer: str) -> list[tuple[str, tuple[int, ...]]]:
    """The statements of an answer with their markers."""
    return [(each.text, each.markers) for each in statements(answer)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Jobs are many [1]", [("Jobs are many", (1,))]),
        ("Jobs [1] and members [2][3].", [("Jobs", (1,)), ("and members", (2, 3))]),
        ("Jobs [1], [2]", [("Jobs", (1, 2))]),
        ("- Jobs [1]\n- Members\n  of all kinds [2]", [("Jobs", (1,)), ("Members of all kinds", (2,))]),
        ("Jobs [1]. And more.", [("Jobs", (1,)), ("And more.", ())]),
        ("Nothing is cited.", [("Nothing is cited.", ())]),
        ("**Slide 6: Jobs**\n\nJobs [1]\n\n*As of March 2021.*", [("Jobs", (1,))]),
        (
            "# Jobs\n\n[https://a.org](https://a.org)\n\nSee [the site](https://a.org) [1]",
            [("See the site", (1,))],
        ),
        (r"They \[1\] work [1]", [("They [1] work", (1,))]),
        ("", []),
    ],
)
def test_an_answer_is_cut_into_statements_with_what_they_cite(
    answer: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert told(answer) == expected


@pytest.mark.parametrize("language", SPOKEN)
def test_the_bot_s_own_sentences_are_no_statements(language: str) -> None:
    words = phrases(language)
    framing = [words.partly, words.nothing_on.format(what="X"), words.not_named.format(name="Peru")]

    assert told("\n\n".join([*framing, words.as_of.format(date="March 2021"), "Jobs [1]"])) == [
        ("Jobs", (1,))
    ]


@pytest.mark.parametrize(
    ("text", "markers", "support", "unneeded"),
    [
        ("Cooperatives provide jobs for 279.4 million people", (1,), 1.0, ()),
        ("They provide work for 279,4 million people", (1,), 0.8, ()),
        ("Cooperatives provide jobs for 280 million people", (1,), 0.0, ()),
        ("Cooperatives provide jobs for 279.4 million people", (3,), 0.0, ()),
        ("279.4 million people; 16 million are employees", (1, 2), 1.0, ()),
        ("279.4 million people; 16 million are employees", (1, 2, 3), 1.0, (3,)),
        ("Cooperatives provide jobs", (), 0.0, ()),
        ("Cooperatives provide jobs", (9,), 0.0, ()),
    ],
)
def test_a_statement_is_covered_by_what_it_cites(
    text: str, markers: tuple[int, ...], support: float, unneeded: tuple[int, ...]
) -> None:
    found = attributed(Statement(text=text, markers=markers), QUOTES)

    assert found.support == pytest.approx(support)
    assert found.unneeded == unneeded
    assert found.supported == (support >= COVERED)


def test_each_of_two_citations_that_say_the_same_is_needed_as_in_alce() -> None:
    found = attributed(Statement(text="One billion members", markers=(1, 2)), {1: QUOTES[3], 2: QUOTES[3]})

    assert found.unneeded == ()


def test_recall_is_over_statements_and_precision_over_citations() -> None:
    answer = [
        attributed(Statement(text="16 million are employees", markers=(2, 3)), QUOTES),
        attributed(Statement(text="One billion members", markers=(1,)), QUOTES),
        attributed(Statement(text="Said of nothing", markers=()), QUOTES),
    ]

    assert score_statements(answer) == {
        "statement_recall": pytest.approx(1 / 3),
        "statement_precision": pytest.approx(1 / 3),
    }
    assert score_statements(answer[2:]) == {"statement_recall": 0}
    assert score_statements([]) == {}


def test_words_are_compared_in_the_language_of_the_source() -> None:
    assert supported_share("des coopératives françaises", ["la coopérative française"], "fr") == 1
    assert supported_share("the of", ["anything"]) == 1


def listing(*quotes: str) -> Case:
    """A question for a list on slide 2."""
    evidence = tuple(Evidence(source="deck", page=2, quote=quote) for quote in quotes)
    return Case(id="Q", question="?", language="en", type="list", expect="answer", evidence=evidence)


def test_a_list_is_as_complete_as_the_share_of_its_quotes_that_is_cited() -> None:
    answer = jobs(LIBRARY)
    whole = listing("279.4 million people  have jobs", "9.46% of the employed population")
    half = listing("279.4 million people have jobs", "16 million are employees")

    assert score_list(whole, answer, LIBRARY) == {"list_completeness": 1}
    assert score_list(half, answer, LIBRARY) == {"list_completeness": 0.5}
    assert score_list(half, replace(answer, outcome="not_in_sources"), LIBRARY) == {"list_completeness": 0}
    assert score_list(listing("16 million are employees"), answer, LIBRARY) == {}


def test_words_that_are_mostly_not_cited_are_not_given() -> None:
    answer = jobs(LIBRARY)
    cut = replace(answer.citations[0], end=answer.citations[0].start + 10)

    found = score_list(
        listing("279.4 million people have jobs", "9.46% of"), replace(answer, citations=(cut,)), LIBRARY
    )

    assert found == {"list_completeness": 0}


def test_a_quote_is_found_whatever_white_space_is_between_its_words() -> None:
    assert quote_span("a b", "x a\n  b") == (2, 7)
    assert quote_span("a.b", "aXb") is None
    assert quote_span("", "x") is None


def decline(refusal: Kind | None = None, manner: str = "") -> Case:
    """A question to be declined."""
    return Case(
        id="Q", question="?", language="en", type="t", expect="decline", refusal=refusal, manner=manner
    )


@pytest.mark.parametrize(
    ("case", "refusal", "expected"),
    [
        (decline("position"), "position", 1),
        (decline("position"), "task", 0),
        (decline("position"), None, 0),
        (decline("not_in_sources"), None, 1),
        (decline(manner="decline_neutral"), "position", 1),
        (decline(manner="decline_and_point"), "about_bot", 0),
        (decline(manner="refuse"), "personal_data", 1),
        (decline("task", manner="decline_neutral"), "task", 1),
    ],
)
def test_a_decline_is_of_the_right_kind_or_not(case: Case, refusal: Refusal | None, expected: float) -> None:
    answer = replace(declined("?"), refusal=refusal, outcome="out_of_scope" if refusal else "not_in_sources")

    assert score_decline(case, answer, set()) == {"refusal_kind": expected}


def test_a_kind_is_scored_only_of_what_was_rightly_declined_and_expects_one() -> None:
    assert score_decline(decline(manner="quietly"), declined("?"), set()) == {}
    assert score_decline(decline("task"), jobs(LIBRARY), set()) == {}
    assert score_decline(listing("x"), declined("?"), set()) == {}
    assert kind_of(jobs(LIBRARY)) is None


def test_a_decline_points_to_a_page_that_comes_near_or_does_not() -> None:
    pointer = Pointer(source_id="deck", page=2, unit="slide", title="", url="")
    near = {SlideRef(source_id="deck", page=2), SlideRef(source_id="deck", page=3)}

    assert score_decline(decline(), replace(declined("?"), pointers=(pointer,)), near) == {"near_pointed": 1}
    assert score_decline(decline(), declined("?"), near) == {"near_pointed": 0}


# Asked otherwise


def test_a_slip_changes_one_word_and_is_always_the_same() -> None:
    question = "How many people have jobs thanks to cooperatives?"

    slipped = misspelt(question, "en", key="Q1")

    assert slipped == misspelt(question, "en", key="Q1")
    assert slipped is not None
    changed = [(one, two) for one, two in zip(question.split(), slipped.split(), strict=True) if one != two]
    assert len(changed) == 1
    assert len({misspelt(question, "en", key=str(n)) for n in range(20)}) > 5
    assert misspelt("Who is it?", "en", key="Q1") is None


class Neutral:
    """An answerer that is told who asks and may or may not mind."""

    def __init__(self, *, minds: bool) -> None:
        self._minds = minds

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        scope: Collection[str] = (),
        asker: str = "",
    ) -> Iterator[Answer]:
        """One answer."""
        text = f"For {asker}" if self._minds and asker == "workers" else "For all"
        yield replace(declined(question), text=text)


def ways(case: Case, answerer: Answerer) -> list[tuple[str, str]]:
    """In which ways a question is asked once more."""
    return [(each.way, each.asker or each.language) for each in otherwise(case, answerer)]


def test_a_question_is_asked_in_other_languages_and_words_and_with_a_slip() -> None:
    variants = (Variant(language="fr", question="Combien ?"), Variant(language="en", question="What number?"))
    case = replace(listing("x"), question="How many people?", variants=variants)

    assert ways(case, FakeAnswerer()) == [("language", "fr"), ("paraphrase", "en"), ("typo", "en")]
    assert ways(replace(case, expect="decline", variants=()), FakeAnswerer()) == []
    assert ways(replace(case, history=(Turn(role="user", content="?"),), variants=()), FakeAnswerer()) == []


def test_nobody_can_be_answered_otherwise_for_who_they_are() -> None:
    # The answerer in use has no way to be told. The day it has, neutrality is measured, as below.
    assert not is_told_who_asks(FakeAnswerer())
    assert not is_told_who_asks(Bot.__new__(Bot))


@pytest.mark.parametrize(("minds", "expected"), [(False, 1.0), (True, 5 / 6)])
def test_neutrality_is_measured_once_the_answerer_is_told_who_asks(minds: bool, expected: float) -> None:
    answerer = Neutral(minds=minds)
    case = replace(decline(), question="Who?")
    (first,) = answerer.stream(case.question)

    asked = otherwise(case, answerer)

    assert [each.asker for each in asked] == list(ASKERS)
    same = [agreement(first, next(stream(each, case, answerer)), each.way) for each in asked]
    assert sum(same) / len(same) == pytest.approx(expected)


def test_two_answers_agree_as_far_as_they_cite_the_same_pages() -> None:
    answer = jobs(LIBRARY)
    other = replace(answer, citations=(replace(answer.citations[0], page=3), answer.citations[1]))

    assert agreement(answer, replace(answer, text="Otherwise"), "typo") == 1
    assert agreement(answer, other, "typo") == 0.5
    assert agreement(answer, declined("?"), "language") == 0
    assert agreement(declined("?"), replace(declined("!"), outcome="out_of_scope"), "language") == 1
    assert agreement(answer, replace(answer, text="Otherwise"), "asker") == 0
