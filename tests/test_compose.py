from __future__ import annotations

from dataclasses import replace

import pytest
from bot_fakes import Told, found
from fakes import make_page

from bot.asked_for import has_type
from bot.compose import LIST_LIMIT, LONG_CHARS, MENTIONS, PAGES, SAYS, Group, compose
from bot.question import Question, Seeks
from bot.types import Hit, Reading
from ingest.types import BlockKind

TITLE_ASKED = Told(score=0.9)
"""The title says what was asked about."""
LEAD_IN_ASKED = Told(score=0.9, coverage=0.2, in_context=0.9)
"""A statement that was found by what it stands under."""


def ask(seeks: Seeks = "statement") -> Question:
    """A question that seeks something."""
    return Question(text="?", language="en", seeks=seeks)


def given(groups: list[Group]) -> list[tuple[int, list[str]]]:
    """The page and the statements of each group."""
    return [(group.hit.page, [line.passage.text for line in group.lines]) for group in groups]


def slide(title: str, *bullets: str) -> list[tuple[BlockKind, str]]:
    """The blocks of a slide with bullets."""
    return [("title", title), *(("bullet", text) for text in bullets)]


MANY, FIGURE, YEAR = "Many people have jobs", "279 million people have jobs", "They have had jobs since 2015"
JOBS = make_page(2, *slide("Jobs", MANY, FIGURE, YEAR))


@pytest.mark.parametrize(("seeks", "expected"), [("number", FIGURE), ("date", YEAR)])
def test_a_question_for_a_figure_or_a_date_takes_the_statement_that_has_one(
    seeks: Seeks, expected: str
) -> None:
    hit = found(JOBS, {MANY: 0.56, expected: 0.55})

    assert given(compose(ask(seeks), [hit])) == [(2, [expected])]


def test_any_other_question_takes_the_best_statements_whatever_they_hold() -> None:
    hit = found(JOBS, {MANY: 0.56, FIGURE: 0.55})

    assert given(compose(ask(), [hit])) == [(2, [MANY, FIGURE])]


def test_a_statement_far_behind_the_best_is_left_out() -> None:
    hit = found(JOBS, {MANY: 0.6, FIGURE: 0.4})  # 0.65 of 0.85, with the page's half score

    assert given(compose(ask(), [hit])) == [(2, [MANY])]


def test_of_statements_that_are_alike_the_one_is_given_that_the_reader_says_answers() -> None:
    hit = found(JOBS, {MANY: 0.56, FIGURE: 0.55})
    told = replace(hit, reading=Reading(log_odds=0, statements=(-5, 5), typed=True))

    assert given(compose(ask(), [told])) == [(2, [FIGURE])]


def test_what_was_found_too_far_down_to_be_read_answers_no_better_than_what_was() -> None:
    hit = found(JOBS, {MANY: 0.56, FIGURE: 0.55, YEAR: 0.5})
    told = replace(hit, reading=Reading(log_odds=0, statements=(5, -5), typed=True))

    assert given(compose(ask(), [told])) == [(2, [MANY])]


def test_a_list_asked_for_by_its_title_is_given_whole() -> None:
    page = make_page(4, *slide("Members of the fund", "Chad", "Mali", "Peru", "Togo"))

    assert given(compose(ask("list"), [found(page, {"Members of the fund": TITLE_ASKED})])) == [
        (4, ["Chad", "Mali", "Peru", "Togo"])
    ]


def test_a_list_found_by_its_lead_in_is_given_whole_and_the_other_list_is_not() -> None:
    page = make_page(
        4,
        ("title", "The fund"),
        ("paragraph", "Its members:"),
        ("bullet", "Chad"),
        ("bullet", "Mali"),
        ("paragraph", "Its donors:"),
        ("bullet", "Peru"),
        ("bullet", "Togo"),
    )

    assert given(compose(ask("list"), [found(page, {"Mali": LEAD_IN_ASKED})])) == [
        (4, ["Its members:", "Chad", "Mali"])
    ]


def test_a_statement_that_speaks_for_itself_does_not_bring_its_list() -> None:
    page = make_page(4, *slide("Members", "Chad joined late", "Mali", "Peru"))

    assert given(compose(ask(), [found(page, {"Chad joined late": 0.9})])) == [(4, ["Chad joined late"])]


def test_a_very_long_list_is_not_given_whole() -> None:
    names = [f"Member {number}" for number in range(LIST_LIMIT + 1)]
    page = make_page(4, *slide("Members", *names))
    whole = make_page(5, *slide("Members", *names[:-1]))

    assert given(compose(ask("list"), [found(page, {"Member 7": LEAD_IN_ASKED})])) == [(4, ["Member 7"])]
    assert given(compose(ask("list"), [found(whole, {"Member 7": LEAD_IN_ASKED})])) == [(5, names[:-1])]


def test_a_list_of_which_more_than_half_was_chosen_is_made_whole() -> None:
    page = make_page(4, *slide("Work", "Research", "Training", "Advice", "Partnerships"))
    three = {"Research": 0.9, "Advice": 0.9, "Training": 0.9}
    two = {"Research": 0.9, "Advice": 0.9}

    assert given(compose(ask(), [found(page, three)]))[0][1] == [
        "Research",
        "Training",
        "Advice",
        "Partnerships",
    ]
    assert given(compose(ask(), [found(page, two)]))[0][1] == ["Research", "Advice"]


PARTNERS = make_page(
    29,
    ("title", "Partnerships"),
    ("heading", "COPAC"),
    ("bullet", "It has members"),
    ("heading", "Task force"),
    ("bullet", "It is large"),
    ("bullet", "18 agencies"),
    ("bullet", "One chair"),
    levels=(1, 2, 0, 2, 0, 1, 0),
)


def test_a_statement_is_given_with_what_it_stands_under() -> None:
    (group,) = compose(ask(), [found(PARTNERS, {"18 agencies": 0.9})])

    assert [(line.passage.text, line.depth) for line in group.lines] == [
        ("Task force", 0),
        ("It is large", 1),
        ("18 agencies", 2),
    ]


def test_a_heading_is_given_with_all_that_stands_under_it() -> None:
    assert given(compose(ask(), [found(PARTNERS, {"Task force": 0.9})])) == [
        (29, ["Task force", "It is large", "18 agencies", "One chair"])
    ]


def test_an_outer_bullet_is_given_with_its_inner_ones() -> None:
    assert given(compose(ask(), [found(PARTNERS, {"It is large": 0.9})])) == [
        (29, ["Task force", "It is large", "18 agencies"])
    ]


WORDS, LAST, BY = "Free people", "act together.", "-- A report, 2020"


def test_an_attribution_brings_the_words_before_it() -> None:
    page = make_page(12, ("title", "Calls"), ("quote", WORDS), ("quote", LAST), ("paragraph", BY))

    assert given(compose(ask(), [found(page, {BY: 0.9})])) == [(12, [LAST, BY])]


def test_an_attribution_above_its_words_brings_those_after_it() -> None:
    page = make_page(
        3, ("title", "What is it?"), ("paragraph", BY), ("paragraph", WORDS), ("paragraph", LAST)
    )

    assert given(compose(ask(), [found(page, {BY: 0.9})])) == [(3, [BY, WORDS])]


OUTCOMES = "The outcomes are:"


def outcomes(number: int, *bullets: str, title: str = OUTCOMES) -> Hit:
    """A slide of outcomes, nothing of which was found in particular."""
    return found(make_page(number, *slide(title, *bullets)), {})


def test_a_list_goes_on_on_the_next_slide_of_the_same_title() -> None:
    page = make_page(31, *slide(OUTCOMES, "A definition", "Guidelines"))
    first = found(page, {OUTCOMES: TITLE_ASKED})

    groups = compose(
        ask("list"),
        [first, outcomes(32, "Guidance"), outcomes(33, "A plan"), outcomes(30, "x", title="Part 2")],
    )

    assert given(groups) == [(31, ["A definition", "Guidelines"]), (32, ["Guidance"])]


def test_a_list_is_given_in_reading_order_whichever_of_its_slides_was_found_first() -> None:
    page = make_page(32, *slide(OUTCOMES, "Guidance"))
    last = found(page, {OUTCOMES: TITLE_ASKED})

    assert given(compose(ask("list"), [last, outcomes(31, "A definition")])) == [
        (31, ["A definition"]),
        (32, ["Guidance"]),
    ]


def test_a_slide_of_the_same_title_in_another_source_is_no_continuation() -> None:
    page = make_page(31, *slide(OUTCOMES, "A definition"))
    other = replace(make_page(32, *slide(OUTCOMES, "Guidance")), source_id="other")

    groups = compose(ask("list"), [found(page, {OUTCOMES: TITLE_ASKED}), found(other, {})])

    assert given(groups) == [(31, ["A definition"])]


def test_mentions_go_across_slides_in_reading_order() -> None:
    def mention(about: float) -> Told:
        return Told(score=0.3, about=about)

    late = make_page(21, *slide("Projects", "Youth in Tunisia", "Land", "Women in Tunisia"))
    early = make_page(9, *slide("Laws", "Spain", "Laws of Tunisia"))
    near = make_page(5, *slide("Values", "Solidarity in Africa"))
    hits = [
        found(late, {"Youth in Tunisia": mention(1.0), "Women in Tunisia": mention(SAYS)}),
        found(near, {"Solidarity in Africa": mention(SAYS - 0.01)}),
        found(early, {"Laws of Tunisia": mention(0.8)}),
    ]

    assert given(compose(ask("mentions"), hits)) == [
        (9, ["Laws of Tunisia"]),
        (21, ["Youth in Tunisia", "Women in Tunisia"]),
    ]


def test_what_is_mentioned_nowhere_has_no_groups() -> None:
    assert compose(ask("mentions"), [found(JOBS, {})]) == []


def test_a_place_is_one_line() -> None:
    hit = found(JOBS, {MANY: 0.56, FIGURE: 0.55})

    assert given(compose(ask("location"), [hit, hit])) == [(2, [MANY])]


def test_a_page_that_is_only_a_title_does_not_hide_a_page_that_says_something() -> None:
    alone = found(make_page(1, ("title", "Jobs")), {"Jobs": 0.9})

    assert given(compose(ask(), [alone, found(JOBS, {MANY: 0.8})])) == [(2, [MANY])]
    assert given(compose(ask(), [alone])) == [(1, ["Jobs"])]


@pytest.mark.parametrize(("title", "first"), [("What does it offer?", 3), ("What it offers", 2)])
def test_a_title_alone_that_is_a_question_answers_none(title: str, first: int) -> None:
    asks = found(make_page(2, ("title", title)), {title: 0.9})
    says = found(make_page(3, *slide("Services", "Advice")), {"Advice": 0.6})

    assert given(compose(ask(), [asks, says]))[0][0] == first


def test_another_page_answers_too_when_it_is_nearly_as_good() -> None:
    best = found(JOBS, {MANY: 0.8})

    def beside(score: float) -> list[tuple[int, list[str]]]:
        return given(compose(ask(), [best, found(make_page(7, ("paragraph", "Jobs")), {"Jobs": score})]))

    assert beside(0.75) == [(2, [MANY]), (7, ["Jobs"])]  # 1.00 of 1.05
    assert beside(0.65) == [(2, [MANY])]  # 0.90 of 1.05


def test_only_the_first_pages_are_looked_at() -> None:
    pages = [make_page(number, ("paragraph", f"Text {number}")) for number in range(1, PAGES + 2)]
    hits = [found(page, {f"Text {page.number}": 0.1 * page.number}) for page in pages]

    assert given(compose(ask(), hits)) == [(PAGES, [f"Text {PAGES}"])]


def test_a_title_stands_over_its_group_and_is_not_given_again() -> None:
    named = make_page(1, *slide("Four parts", "Context"))

    assert given(compose(ask(), [found(named, {"Four parts": 0.9, "Context": 0.9})])) == [(1, ["Context"])]


def test_nothing_found_is_no_answer() -> None:
    assert compose(ask(), []) == []
    assert compose(ask(), [Hit(source_id="deck", page=4, score=0.9)]) == []


@pytest.mark.parametrize(
    ("seeks", "text", "holds"),
    [
        ("number", "279 million", True),
        ("number", "Three of them", True),
        ("number", "Half the members", True),
        ("number", "Someone phoned", False),
        ("date", "in December", True),
        ("date", "since 1998", True),
        ("date", "On Friday", True),
        ("date", "1234 members", False),
        ("date", "Marching on", False),
        ("statement", "Anything", True),
        ("list", "Anything", True),
    ],
)
def test_a_text_holds_what_is_sought(seeks: Seeks, text: str, *, holds: bool) -> None:
    assert has_type(ask(seeks), text) is holds


def test_of_more_mentions_than_can_be_read_the_likeliest_pages_are_kept() -> None:
    lines = [f"Line {n}" for n in range(MENTIONS // 2 + 1)]
    likeliest, next_one = make_page(8, *slide("More", *lines)), make_page(3, *slide("Some", *lines))
    told = dict.fromkeys(lines, Told(score=0.3))

    groups = compose(ask("mentions"), [found(likeliest, told), found(next_one, told)])

    assert [group.hit.page for group in groups] == [8]


def test_only_statements_on_what_the_question_is_restricted_to_are_chosen() -> None:
    page = make_page(11, *slide("Steps", "Japan enacted an act", "Korea drafted an act"))
    hit = found(
        page, {"Japan enacted an act": Told(score=0.4), "Korea drafted an act": Told(score=0.9, about=0)}
    )

    assert given(compose(replace(ask(), about="Japan"), [hit])) == [(11, ["Japan enacted an act"])]


def test_a_statement_that_says_the_name_asked_for_comes_before_a_nearer_one_that_does_not() -> None:
    page = make_page(20, *slide("Work", "Support in Uganda", "Support of the law"))
    told = {"Support in Uganda": Told(score=0.5), "Support of the law": Told(score=0.52, about=0)}

    assert given(compose(ask(), [found(page, told)])) == [(20, ["Support in Uganda"])]


def test_a_long_statement_has_to_be_better_than_a_short_one() -> None:
    long = "The Conference, having met in its session, and " + "having decided upon proposals, " * 15
    short = "The minimum age is 15 years"
    page = make_page(3, ("title", "Age"), ("paragraph", long), ("paragraph", short))

    groups = compose(ask(), [found(page, {long.strip(): 0.49, short: 0.5})])

    assert len(long) > LONG_CHARS
    assert given(groups) == [(3, [short])]


def test_the_list_that_a_sentence_beside_it_speaks_of_is_given_with_it() -> None:
    sentence = "All the publications are available at example.org"
    page = make_page(26, *slide("Key publications", "Case studies", "A series"), ("paragraph", sentence))
    hit = found(page, {sentence: Told(score=0.7), "Key publications": Told(score=0.4, coverage=0.4)})

    assert given(compose(ask("list"), [hit])) == [(26, ["Case studies", "A series", sentence])]
    assert given(compose(ask("statement"), [hit])) == [(26, [sentence])]


@pytest.mark.parametrize("text", ["They never expire", "Several decades", "As long as it is used"])
def test_a_duration_without_a_figure_tells_how_long(text: str) -> None:
    asked = replace(ask("number"), text="How long does it last?")

    assert has_type(asked, text)
    assert not has_type(replace(asked, text="How many are there?"), text)


def test_a_full_list_is_given_whole_though_only_some_items_say_what_was_asked() -> None:
    page = make_page(15, *slide("Centenary", "A symposium", "A photo competition"))
    hit = found(page, {"A symposium": 0.8})

    assert given(compose(ask("list"), [hit])) == [(15, ["A symposium"])]
    whole = replace(ask("list"), text="What was done? Full list please")
    assert given(compose(whole, [hit])) == [(15, ["A symposium", "A photo competition"])]


def test_a_title_alone_is_left_out_beside_a_page_that_says_more() -> None:
    announced = found(make_page(1, ("title", "Jobs in cooperatives")), {"Jobs in cooperatives": 0.8})
    hit = found(JOBS, {MANY: 0.6})

    assert given(compose(ask(), [hit, announced])) == [(2, [MANY])]
    assert given(compose(ask(), [announced])) == [(1, ["Jobs in cooperatives"])]
