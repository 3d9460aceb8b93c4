from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from bot_fakes import Told, statements
from bot_fakes import found as page_found
from fakes import FakeLibrary, make_page

from bot import finding
from bot.compose import Group
from bot.finding import Finder, Finding
from bot.membership import lists
from bot.phrases import phrases
from bot.question import Question, understand
from bot.types import Hit, Match, Outcome
from ingest.terms import fold, is_stopword, words
from ingest.types import Page, Source

STEPS = make_page(
    2,
    ("title", "Recent steps"),
    ("bullet", "Japan enacted a cooperatives act"),
    ("bullet", "The Philippines hold a consultation"),
)
LAWS = make_page(
    3,
    ("title", "Framework laws"),
    ("bullet", "Framework laws adopted in Brazil, France, Mexico and Spain"),
    ("bullet", "South Africa is drafting framework laws"),
)
PARTNERS = make_page(
    4,
    ("title", "Partners"),
    ("heading", "COPAC"),
    ("bullet", "COPAC is a partnership chaired by FAO"),
    ("heading", "ICA"),
    ("bullet", "Kenya and Japan are in the ICA"),
)
CLOSING = make_page(5, ("title", "Thank you!"))
DECK_PAGES = (make_page(1, ("title", "Welcome")), STEPS, LAWS, PARTNERS, CLOSING)
LIBRARY = FakeLibrary(pages=DECK_PAGES, sources=(Source(source_id="deck", title="The economy", kind="deck"),))


def said(text: str) -> set[str]:
    """The words of a text that say something, folded and without their plural."""
    asked = {"compare", "difference", "where", "mentioned", "list", "include", "slide"}
    return {fold(w).rstrip("s") for w in words(text) if not is_stopword(w, "en")} - asked


def share(of: str, text: str) -> float:
    """Share of the words of one text that stand in another."""
    wanted = said(of)
    return len(wanted & said(text)) / len(wanted) if wanted else 0.0


def look_up(page: Page, question: Question) -> Hit:
    """The page with its statements by the share of the question's words that they hold."""
    matches = []
    for passage in statements(page):
        whole = f"{passage.context} {passage.text}"
        own, in_context = share(question.text, passage.text), share(question.text, whole)
        score = (own + in_context) / 2
        about = share(question.about, whole) if question.about else 1.0
        matches.append(
            Match(
                passage=passage,
                similarity=score,
                coverage=own,
                coverage_in_context=in_context,
                score=score,
                about=about,
            )
        )
    best_first = sorted(matches, key=lambda m: -m.score)
    return Hit(source_id="deck", page=page.number, score=best_first[0].score, matches=tuple(best_first))


def search(question: Question) -> list[Hit]:
    """The pages by their best statement."""
    wanted = {ref.page for ref in question.pages}
    hits = [look_up(page, question) for page in DECK_PAGES if not wanted or page.number in wanted]
    return sorted((hit for hit in hits if hit.score or wanted), key=lambda hit: -hit.score)


@pytest.fixture(autouse=True)
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets half of the question's words count as an answer."""

    def judge(asked: Question, hits: Sequence[Hit], groups: Sequence[Group], **_: object) -> Outcome:
        best = max((m.coverage_in_context for hit in hits for m in hit.matches), default=0.0)
        return "answered" if groups and best >= 0.5 else "not_in_sources"

    monkeypatch.setattr(finding, "judge", judge)


def find(text: str) -> Finding:
    """What is found on the question."""
    known = set().union(*(said(page.text) for page in DECK_PAGES))
    return Finder(search, LIBRARY, knows=lambda word: fold(word).rstrip("s") in known).find(understand(text))


def quoted(found: Finding) -> list[str]:
    """The statements quoted, in the order of the answer."""
    return [line.passage.text for group in found.groups for line in group.lines]


def test_both_sides_of_a_comparison_are_found() -> None:
    found = find("Compare the recent steps taken by Japan and by the Philippines")

    assert (found.outcome, found.remarks) == ("answered", ())
    assert quoted(found) == ["Japan enacted a cooperatives act", "The Philippines hold a consultation"]


def test_a_side_that_the_sources_do_not_speak_of_is_named() -> None:
    found = find("Compare the recent steps taken by Japan and by Germany")

    assert (found.outcome, found.remarks) == ("partly", ("Nothing was found on: Germany",))
    assert "Japan enacted a cooperatives act" in quoted(found)


def test_a_comparison_of_what_the_sources_do_not_speak_of_is_declined() -> None:
    assert find("Compare Germany and Austria").outcome == "not_in_sources"


def test_two_questions_are_both_answered() -> None:
    found = find("Who chaired the COPAC partnership and which framework laws were adopted?")

    assert (found.outcome, found.remarks) == ("answered", ())
    assert "COPAC is a partnership chaired by FAO" in quoted(found)
    assert "Framework laws adopted in Brazil, France, Mexico and Spain" in quoted(found)


def test_the_question_of_two_that_is_not_answered_is_named() -> None:
    found = find("Who chaired the COPAC partnership and how much money was spent on vehicles?")

    assert found.outcome == "partly"
    assert found.remarks == ("Nothing was found on: How much money was spent on vehicles?",)


def test_a_question_that_goes_on_from_one_without_an_answer_has_none() -> None:
    assert find("What is the budget of Atlantis and who chaired it?").outcome == "not_in_sources"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Has Chile adopted framework laws?", "Chile is not named in this list."),
        ("Is Kenya among the countries with framework laws?", "Kenya is not named in this list."),
        ("Does the list of framework laws include Chile?", "Chile is not named in this list."),
    ],
)
def test_a_name_that_is_not_in_the_list_is_said_to_be_missing(text: str, remark: str) -> None:
    found = find(text)

    assert (found.outcome, found.remarks) == ("answered", (remark,))
    assert quoted(found)[0] == "Framework laws adopted in Brazil, France, Mexico and Spain"


def test_what_the_page_of_the_list_says_of_the_name_is_given_with_it() -> None:
    listed, drafting = (p.text for p in statements(LAWS) if p.kind == "bullet")
    hit = page_found(LAWS, {listed: Told(score=0.9, about=0), drafting: Told(score=0.2)})

    listing = lists(understand("Has South Africa adopted framework laws?"), [hit])

    assert listing is not None
    assert [line.passage.text for line in listing.lines] == [listed, drafting]


def test_a_name_in_the_list_is_not_said_to_be_missing() -> None:
    found = find("Has Spain adopted framework laws?")

    assert found.remarks == ()
    assert quoted(found) == ["Framework laws adopted in Brazil, France, Mexico and Spain"]


@pytest.mark.parametrize(
    "text",
    [
        "How many framework laws are there in Chile?",
        "Is Chile fond of framework poetry readings today?",
        "Has the ILO seen framework laws adopted in Spain?",
    ],
)
def test_only_a_question_about_a_list_is_answered_by_what_it_does_not_name(text: str) -> None:
    assert find(text).remarks == ()


def test_every_mention_is_found_in_reading_order() -> None:
    found = find("Where is Japan mentioned?")

    assert found.outcome == "answered"
    assert [group.hit.page for group in found.groups] == [2, 4]


def test_a_name_that_is_mentioned_nowhere_is_not_in_the_sources() -> None:
    assert find("Where is Kazakhstan mentioned?").outcome == "not_in_sources"


def test_a_page_named_by_its_number_is_given_whole() -> None:
    found = find("What does slide 3 say?")

    assert (found.outcome, [group.hit.page for group in found.groups]) == ("answered", [3])
    assert len(quoted(found)) == 2


def test_a_question_about_a_page_is_answered_from_that_page() -> None:
    found = find("On slide 4, where does Japan stand?")

    assert quoted(found) == ["ICA", "Kenya and Japan are in the ICA"]


def test_the_last_slide_is_the_last() -> None:
    assert quoted(find("What is on the last slide?")) == ["Thank you!"]


def test_a_page_that_there_is_not_is_declined_with_the_number_of_the_last() -> None:
    found = find("What does slide 40 say?")

    assert (found.outcome, found.groups) == ("not_in_sources", ())
    assert found.remarks == ("“The economy” ends with slide 5.",)


def test_pages_of_which_source_is_not_clear_are_looked_for_like_anything_else() -> None:
    two = FakeLibrary(
        pages=(*DECK_PAGES, replace(STEPS, source_id="other")),
        sources=(
            Source(source_id="deck", title="The economy", kind="deck"),
            Source(source_id="other", title="Another", kind="deck"),
        ),
    )

    found = Finder(search, two, knows=lambda _: True).find(understand("On slide 3, which framework laws?"))

    assert found.outcome == "answered"


def test_the_number_of_the_opposite_is_no_answer() -> None:
    assert find("How many cooperatives acts were repealed by Japan?").outcome == "not_in_sources"
    assert find("How many cooperatives acts were enacted by Japan?").outcome == "answered"


def test_a_false_premise_is_met_with_what_the_sources_say() -> None:
    found = find("Why did Japan repeal the act on low wages?")

    assert (found.outcome, found.corrects) == ("answered", True)
    assert quoted(found) == ["Japan enacted a cooperatives act"]
    assert found.remarks == (phrases("en").otherwise.format(what="repeal"),)
