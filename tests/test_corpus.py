"""The corpus that ships: the presentation word by word, the manifest and the test questions.

The files are read as plain text here, without the project's parsers, so that a fault in a parser and a
fault in the corpus cannot hide each other.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
CORPUS = REPOSITORY / "corpus"
DECK_ID = "ilo-sse-briefing-2021"

# The text that came out of the presentation file, in its order: a label and words on each line. The digest
# keeps it from being adjusted to an edited slide.
EXTRACTED = Path(__file__).parent / "data" / "seed_words.txt"
EXTRACTED_SHA256 = "13571c94cfccd33c142bad6eb110fa90681e7a6892651f50c760e7f5b4789452"

SLOGAN = "Advancing social justice, promoting decent work"
DROPPED = [SLOGAN, "NB Manually place “ilo.org” device in front of image", SLOGAN, SLOGAN]
MENDED = {("non-", "profit"): "non-profit", ("planet-", "sensitive’"): "planet-sensitive’"}
TITLE_MOVED_TO_THE_TOP = {12, 13, 26}
BULLET_GLYPH = "•"

CALLS = "Calls for new models of development"
OUTCOMES = (
    "The expected outcomes are conclusions and a resolution to provide further guidance for the ILO to:"
)
TITLES = [
    "This presentation is organized around four areas:",
    "Context for Social and Solidarity Economy (SSE)",
    "What is the Social and Solidarity Economy (SSE)?",
    "What is a Cooperative?",
    "Cooperatives and other SSE enterprises and organizations (SSEEOs) are driven by common values and "
    "principles",
    "Cooperatives and SSE are major contributors to employment and economic output",
    "Challenges",
    "Constituents’ needs & realities in light of the ILO strategic objectives",
    "A growing number of countries are developing or have adopted measures to advance the SSE in the past "
    "two decades",
    CALLS,
    "Recent policy developments on SSE in Asia",
    CALLS,
    CALLS,
    "What services does ILO offer on cooperatives and the SSE?",
    "ILO COOP celebrated its centenary last year",
    "ILO services on cooperatives and the SSE",
    "The ILO addresses multiple areas of work on cooperatives and SSE",
    "Legal and policy advice on cooperatives and SSE",
    "Examples of National Implementation of Rec No.193",
    "Development cooperation (DC) projects on cooperatives",
    "Development cooperation (DC) projects on SSE",
    "Research and knowledge generation on cooperatives and SSE",
    "Strengthening Social and Solidarity Economy Policy in Asia Project",
    "ILO/KoSEA/SNU Research Conference, September 2020",
    "Workshop on Strengthening Social and Solidarity Economy Policy in Asia",
    "Research and knowledge generation: Key publications",
    "Training and capacity building on SSE",
    "Training and capacity building on cooperatives in Asia Pacific Region",
    "Partnerships",
    "Implementation of the strategic and coherent approach and added value of an examination by the ILC",
    OUTCOMES,
    OUTCOMES,
    "Thank you!",
]
SLIDE_NUMBERS = range(1, len(TITLES) + 1)

LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
BLOCK_MARK = re.compile(r"(?m)^(?:#{1,6} |> |- )")
CAPTION = re.compile(r"(?m)^\*(.+)\*$")


@cache
def slides() -> list[str]:
    """The Markdown of each slide, in order."""
    text = (CORPUS / f"{DECK_ID}.md").read_text(encoding="utf-8")
    return [slide.strip() for slide in re.split(r"(?m)^---$", text)]


def shown(slide: str) -> str:
    """The text of a slide as a reader sees it, numbers of numbered lists included."""
    return CAPTION.sub(r"\1", BLOCK_MARK.sub("", LINK.sub(r"\1", slide)))


def link_targets(slide: str) -> list[str]:
    """The addresses a slide links to, in order."""
    return [target for _, target in LINK.findall(slide)]


def collapsed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


@cache
def extracted() -> list[tuple[str, list[str]]]:
    """The extracted text as (slide number or "dropped", words), in its order."""
    lines = EXTRACTED.read_text(encoding="utf-8").splitlines()
    return [(label, words.split()) for label, words in (line.split("\t") for line in lines)]


def extracted_slide(number: int) -> list[str]:
    """The words extracted for one slide, without addresses and bullet glyphs."""
    (words,) = [words for label, words in extracted() if label == str(number)]
    return [word for word in words if word != BULLET_GLYPH and not is_address(word)]


def is_address(word: str) -> bool:
    """Whether a word of the extracted text is a link target put at the end of its slide."""
    return word.startswith(("http://", "https://"))


def mend(words: list[str]) -> tuple[list[str], list[str]]:
    """The words with those cut by a line end joined, and the joined words."""
    whole: list[str] = []
    joined: list[str] = []
    for word in words:
        if whole and (mended := MENDED.get((whole[-1], word))):
            whole[-1] = mended
            joined.append(mended)
        else:
            whole.append(word)
    return whole, joined


@cache
def sources() -> list[dict[str, Any]]:
    """The tables of the manifest."""
    tables: list[dict[str, Any]] = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))[
        "source"
    ]
    return tables


@cache
def questions() -> list[dict[str, Any]]:
    """The test questions."""
    entries: list[dict[str, Any]] = yaml.safe_load((CORPUS / "questions.yaml").read_text(encoding="utf-8"))[
        "questions"
    ]
    return entries


# The presentation


def test_the_extracted_words_are_those_of_the_original_file() -> None:
    words = [word for _, line in extracted() for word in line]
    assert hashlib.sha256(" ".join(words).encode()).hexdigest() == EXTRACTED_SHA256


def test_every_extracted_line_belongs_to_one_slide_or_is_dropped() -> None:
    labels = [label for label, _ in extracted() if label != "dropped"]
    assert labels == [str(number) for number in SLIDE_NUMBERS]
    assert [" ".join(words) for label, words in extracted() if label == "dropped"] == DROPPED


def test_the_slides_have_the_titles_of_the_slide_map_and_start_with_them() -> None:
    first_lines = [slide.splitlines()[0] for slide in slides()]
    assert first_lines == [f"# {title}" for title in TITLES]


def test_a_slide_has_one_title() -> None:
    assert [len(re.findall(r"(?m)^# ", slide)) for slide in slides()] == [1] * len(TITLES)


@pytest.mark.parametrize("number", SLIDE_NUMBERS)
def test_a_slide_says_exactly_the_words_extracted_for_it(number: int) -> None:
    expected, _ = mend(extracted_slide(number))
    words = shown(slides()[number - 1]).split()
    if number in TITLE_MOVED_TO_THE_TOP:
        assert sorted(words) == sorted(expected)
    else:
        assert words == expected


def test_the_words_cut_by_a_line_end_are_mended_and_no_others() -> None:
    joined = [word for number in SLIDE_NUMBERS for word in mend(extracted_slide(number))[1]]
    assert joined == list(MENDED.values())


@pytest.mark.parametrize("number", SLIDE_NUMBERS)
def test_a_slide_links_to_the_addresses_extracted_for_it(number: int) -> None:
    (words,) = [words for label, words in extracted() if label == str(number)]
    assert link_targets(slides()[number - 1]) == [word for word in words if is_address(word)]


def test_dropped_lines_stand_on_no_slide() -> None:
    for slide in slides():
        assert not [line for line in DROPPED if line in collapsed(shown(slide))]


def test_a_paragraph_or_bullet_is_one_line_without_doubled_spaces() -> None:
    for slide in slides():
        lines = slide.splitlines()
        assert not [line for line in lines if "  " in line or line != line.strip()]
        for above, below in pairwise(lines):
            assert not above or not below or re.match(r"- |\d+\. ", below), f"{above!r} runs into {below!r}"


def test_captions_quotations_and_headings_are_marked() -> None:
    deck = slides()
    assert [number for number in SLIDE_NUMBERS if CAPTION.search(deck[number - 1])] == [3, 5, 18]
    assert [number for number in SLIDE_NUMBERS if "\n> " in deck[number - 1]] == [12, 13]
    assert re.findall(r"(?m)^## (.+)$", "\n".join(deck)) == ["ICA", "COPAC", "UNTFSSE", "Others"]
    assert re.findall(r"(?m)^(\d)\. ", deck[14]) == list("12345678")


# The manifest

FIELDS = {
    "id", "title", "kind", "path", "url", "publisher", "date", "language", "licence", "status", "linked_from",
    "note", "by_hand",
}  # fmt: skip
NEEDED = FIELDS - {"path", "url", "date", "note", "by_hand"}


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.get("id", "?"))
def test_a_source_is_well_formed(source: dict[str, Any]) -> None:
    assert source.keys() >= NEEDED
    assert source.keys() <= FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source["id"])
    assert source["kind"] in {"deck", "document"}
    assert source["status"] in {"deck", "linked", "later", "third_party"}
    assert re.fullmatch(r"[a-z]{2}", source["language"])
    assert re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", source.get("date", "2021"))
    for name in NEEDED - {"linked_from"}:
        assert source[name] == collapsed(source[name]) != ""
    for reference in source["linked_from"]:
        source_id, _, number = reference.partition("/")
        assert source_id == DECK_ID
        assert int(number) in SLIDE_NUMBERS


def test_the_ids_of_sources_are_unique() -> None:
    ids = [source["id"] for source in sources()]
    assert sorted(set(ids)) == sorted(ids)


def test_only_the_presentation_is_read_from_the_corpus_folder() -> None:
    read = [source for source in sources() if "path" in source]
    assert [(source["id"], source["kind"], source["status"]) for source in read] == [
        (DECK_ID, "deck", "deck")
    ]
    assert (CORPUS / read[0]["path"]).is_file()


def test_an_address_is_complete() -> None:
    for source in sources():
        if "url" in source:
            address = urlsplit(source["url"])
            assert address.scheme in {"http", "https"}, source["id"]
            assert "." in address.netloc, source["id"]
            assert not re.search(r"\s|\.\.\.", source["url"]), source["id"]


def test_a_source_without_an_address_tells_why() -> None:
    assert not [s["id"] for s in sources() if s["kind"] == "document" and "url" not in s and "note" not in s]


@pytest.mark.parametrize("number", [12, 13, 15, 26])
def test_the_manifest_knows_every_document_a_slide_links_to(number: int) -> None:
    targets = link_targets(slides()[number - 1])
    known = {s.get("url") for s in sources() if f"{DECK_ID}/{number}" in s["linked_from"]}
    assert targets
    assert set(targets) <= known


def test_documents_newer_than_the_presentation_are_not_shown_as_linked() -> None:
    assert not [s["id"] for s in sources() if s["status"] == "linked" and s.get("date", "")[:7] > "2021-03"]


# The test questions


def test_the_ids_of_questions_are_unique() -> None:
    ids = [question["id"] for question in questions()]
    assert sorted(set(ids)) == sorted(ids)


def test_no_question_is_asked_twice() -> None:
    asked = [(question["question"].casefold(), str(question.get("history"))) for question in questions()]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.get("id", "?"))
def test_a_question_is_well_formed(question: dict[str, Any]) -> None:
    assert question["question"].strip()
    assert question["reference"].strip()
    assert re.fullmatch(r"[a-z]{2}", question["language"])
    assert question["expect"] in {"answer", "decline"}
    if question["expect"] == "answer":
        assert question["evidence"]
        assert question["facts"]
    else:
        assert question["forbidden"]
        assert "evidence" not in question
        assert "facts" not in question
    assert {page["page"] for page in question.get("near", [])} <= set(SLIDE_NUMBERS)
    assert {turn["role"] for turn in question.get("history", [])} <= {"user", "assistant"}


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.get("id", "?"))
def test_the_evidence_of_a_question_stands_on_the_named_slide(question: dict[str, Any]) -> None:
    for evidence in question.get("evidence", []):
        assert evidence["source"] == DECK_ID
        assert evidence["page"] in SLIDE_NUMBERS
        assert collapsed(evidence["quote"]) in collapsed(shown(slides()[evidence["page"] - 1]))


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.get("id", "?"))
def test_the_patterns_of_a_question_compile_and_need_some_text(question: dict[str, Any]) -> None:
    for pattern in [*question.get("facts", []), *question.get("forbidden", [])]:
        assert not re.compile(pattern, re.IGNORECASE).search("")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.get("id", "?"))
def test_the_reference_answer_of_a_question_passes_its_own_patterns(question: dict[str, Any]) -> None:
    reference = question["reference"]
    missing = [p for p in question.get("facts", []) if not re.search(p, reference, re.IGNORECASE)]
    said = [p for p in question.get("forbidden", []) if re.search(p, reference, re.IGNORECASE)]
    assert (missing, said) == ([], [])


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.get("id", "?"))
def test_quoting_the_evidence_is_never_forbidden(question: dict[str, Any]) -> None:
    quoted = " ".join(collapsed(evidence["quote"]) for evidence in question.get("evidence", []))
    assert not [p for p in question.get("forbidden", []) if re.search(p, quoted, re.IGNORECASE)]


def test_the_questions_cover_languages_declines_and_slides() -> None:
    entries = questions()
    own = [question for question in entries if question["id"].startswith("R")]
    assert len(own) >= 48
    assert {"en", "fr", "es"} == {question["language"] for question in own}
    assert sum(question["expect"] == "decline" and "near" in question for question in own) >= 14
    picture_only, closing = {17, 24}, {33}
    asked_about = {evidence["page"] for question in entries for evidence in question.get("evidence", [])}
    assert set(range(3, 33)) - picture_only - closing - {8} <= asked_about
