from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from fakes import DECK, JOBS, PAGES, REPORT, SURVEY, FakeLibrary, make_page
from html_support import HOSTILE, Tags

from bot.markup import render, safe_url
from bot.page import draw
from bot.page.labels import labels
from bot.slide_url import parse_spans, picture_url, slide_url, spans_url
from ingest.types import Block, Link, Page, Source

LIBRARY = FakeLibrary()


def drawn(page: Page, *spans: tuple[int, int]) -> str:
    return draw.slide(page, DECK, count=5, spans=spans)


def marked(html: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<mark>(.*?)</mark>", html)]


# --- Slides


def test_a_slide_shows_title_bullets_levels_caption_and_number() -> None:
    html = drawn(PAGES[1])
    assert "<h2>Cooperatives are major contributors to employment and economic output</h2>" in html
    assert "<li>27.2 million work in cooperatives<ul><li>16 million are employees</li></ul></li>" in html
    assert '<p class="caption">Source: a made-up survey of 2017</p>' in html
    assert "Slide 2 of 5" in html
    assert "Briefing on cooperatives" in html
    assert "15 March 2021" in html


def test_numbered_items_keep_the_numbers_they_were_printed_with() -> None:
    page = Page(
        source_id="deck",
        number=1,
        title="",
        text="three\nfour\ndash",
        blocks=(
            Block(kind="bullet", start=0, end=5, number=3),
            Block(kind="bullet", start=6, end=10, number=4),
            Block(kind="bullet", start=11, end=15),
        ),
    )
    assert '<ol><li value="3">three</li><li value="4">four</li></ol><ul><li>dash</li></ul>' in drawn(page)


def test_rows_are_drawn_as_one_table() -> None:
    html = drawn(PAGES[2], (24, 31))
    assert html.count("<table>") == 1
    assert "<tr><td>Asia</td><td>191 million</td></tr>" in html


def test_notes_are_folded_away() -> None:
    assert "<details" in drawn(PAGES[1]).partition("Pause here")[0]
    assert "<details" not in drawn(PAGES[0])


def test_a_slide_without_text_says_so() -> None:
    assert "No text could be read on this page; it may be a picture." in drawn(PAGES[3])


def test_exactly_the_span_is_highlighted() -> None:
    start = PAGES[1].text.index(JOBS)
    assert marked(drawn(PAGES[1], (start, start + len(JOBS)))) == [JOBS]


def test_a_span_over_two_blocks_is_highlighted_in_both() -> None:
    text = PAGES[1].text
    start, end = text.index("thanks to cooperatives"), text.index("27.2 million") + len("27.2 million")
    assert marked(drawn(PAGES[1], (start, end))) == ["thanks to cooperatives", "27.2 million"]


def test_overlapping_spans_are_one_highlight() -> None:
    start = PAGES[1].text.index(JOBS)
    assert marked(drawn(PAGES[1], (start + 6, start + 20), (start, start + 13))) == [JOBS[:20]]


def test_a_highlight_in_a_table_stays_in_its_cells() -> None:
    start = PAGES[2].text.index("Asia | 191")
    assert marked(drawn(PAGES[2], (start, start + len("Asia | 191")))) == ["Asia", "191"]


@pytest.mark.parametrize("span", [(0, 10_000), (-5, 3), (9_000, 9_100), (7, 2)])
def test_a_span_outside_the_text_loses_no_words(span: tuple[int, int]) -> None:
    assert Tags(drawn(PAGES[1], span)).text == Tags(drawn(PAGES[1])).text


def test_the_first_slide_has_no_previous_and_the_last_no_next() -> None:
    assert 'rel="next" href="/slide/deck/2"' in drawn(PAGES[0])
    assert 'rel="prev"' not in drawn(PAGES[0])
    assert 'rel="next"' not in drawn(PAGES[4])


def test_a_document_is_linked_once_though_manifest_and_slide_both_name_it() -> None:
    html = draw.slide(PAGES[1], DECK, count=5, linked=[SURVEY])
    assert html.count("https://example.org/survey") == 1
    assert "Survey of cooperative employment" in html
    assert "Not fetched: link only" in html


def test_links_of_a_slide_open_apart_and_tell_nothing_of_the_reader() -> None:
    assert (
        'href="https://example.org/survey" target="_blank" rel="noopener noreferrer">The survey</a>'
        in drawn(PAGES[1])
    )


def test_a_link_that_would_run_a_script_is_dropped() -> None:
    assert "A trap" not in drawn(PAGES[1])
    assert "javascript" not in drawn(PAGES[1])


def test_the_picture_of_a_page_stands_above_its_text() -> None:
    html = draw.slide(PAGES[0], REPORT, count=1, picture=picture_url("report", 1), root="/chat")
    assert html.index('src="/chat/picture/report/1.png"') < html.index("<h2>Context")


def test_markup_in_a_slide_is_shown_and_never_run() -> None:
    page = make_page(1, ("title", HOSTILE), ("bullet", HOSTILE), ("row", f"{HOSTILE} | x"), notes=HOSTILE)
    page = replace(page, links=(Link(text=HOSTILE, url="https://example.org/?" + HOSTILE.replace(" ", "")),))
    html = draw.slide(page, replace(DECK, title=HOSTILE, date=HOSTILE), count=1, spans=[(0, 30)])
    tags = Tags(draw.document(HOSTILE, html))
    allowed = [
        name for name, pairs in tags.found if name == "link" and (pairs["href"] or "").startswith("/look/")
    ]
    assert tags.nothing_runs()
    assert len(allowed) == 2
    assert tags.text.count("steal()") >= 15


# --- Addresses


def test_a_slide_address_carries_its_span() -> None:
    assert slide_url("deck", 6, 10, 42) == "/slide/deck/6?span=10-42#quote"
    assert slide_url("deck", 6) == "/slide/deck/6"
    assert spans_url("a b/c", 6, [(1, 2, ""), (5, 9, "")]) == "/slide/a%20b%2Fc/6?span=1-2&span=5-9#quote"


def test_an_address_with_a_quote_highlights_it_only_while_it_stands_there() -> None:
    address = slide_url("deck", 6, 4, 8, "jobs")
    span = address.split("span=")[1].removesuffix("#quote")
    assert span.startswith("4-8-")
    assert parse_spans([span], "Six jobs") == [(4, 8)]
    assert parse_spans([span], "New Six jobs") == []
    assert parse_spans(["4-8"], "New Six jobs") == [(4, 8)]


def test_a_hidden_slide_shows_its_place_alone() -> None:
    page = Page(
        source_id="deck",
        number=4,
        title="Shortlist",
        text="Shortlist\nBrightwater",
        blocks=(Block(kind="title", start=0, end=9), Block(kind="paragraph", start=10, end=21)),
        notes="Secret",
        hidden=True,
    )
    drawn = draw.slide(page, Source(source_id="deck", title="Deck", kind="deck"), count=9)
    assert "Slide 4 of 9" in drawn
    assert "hidden" in drawn
    assert not any(word in drawn for word in ("Shortlist", "Brightwater", "Secret"))


def test_spans_are_read_back_and_nonsense_is_left_out() -> None:
    assert parse_spans(["10-42", "x-1", "1-2-3", "", "7-9", "-1-4", "٣-٤"]) == [(10, 42), (7, 9)]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "/slide/x/1",
        "http:example.org",
        "https://[",
        "https://example.org/a\nb",
        "",
    ],
)
def test_only_whole_web_and_mail_addresses_are_linked(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "HTTP://example.org", "mailto:a@example.org"])
def test_web_and_mail_addresses_are_linked_as_they_are(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("iso", "shown"),
    [("2021-03-15", "15 March 2021"), ("2022-12", "December 2022"), ("2017", "2017"), ("undated", "undated")],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(iso: str, shown: str) -> None:
    html = draw.slide(PAGES[0], replace(DECK, date=iso), count=5)
    assert f'<span class="dated">{shown}</span>' in html


def test_the_quoted_words_are_boxed_in_the_picture_and_the_text_is_folded() -> None:
    boxes = [(0.1, 0.25, 0.5, 0.3)]
    html = draw.slide(PAGES[1], REPORT, count=1, spans=[(0, 12)], picture="/p.png", boxes=boxes)
    assert '<rect x="0.1000" y="0.2500" width="0.4000" height="0.0500"/>' in html
    assert '<details class="page-text"><summary>' in html


def test_the_text_is_unfolded_where_the_picture_cannot_show_the_quotation() -> None:
    html = draw.slide(PAGES[1], REPORT, count=1, spans=[(0, 12)], picture="/p.png")
    assert '<details class="page-text" open>' in html
    assert "<rect" not in html


def test_a_page_is_told_by_its_own_number_too_and_a_section_is_opened_at_its_anchor() -> None:
    numbered = replace(make_page(6, ("title", "Preface"), source_id="report"), label="iv")
    section = replace(PAGES[0], unit="section", label="what is new")
    source = replace(REPORT, url="https://example.org/report#top")
    assert 'aria-label="Page 6 (iv) of 9: Preface"' in draw.slide(numbered, REPORT, count=9)
    assert 'href="https://example.org/report#what%20is%20new"' in draw.slide(section, source, count=9)
    assert 'href="https://example.org/report#top"' in draw.slide(numbered, source, count=9)


def test_a_hidden_slide_shows_neither_picture_nor_text() -> None:
    html = draw.slide(replace(PAGES[1], hidden=True), DECK, count=5, picture="/p.png")
    assert "/p.png" not in html
    assert "279.4" not in html


def test_a_slide_is_framed_in_the_language_of_the_page_and_drawn_in_its_own() -> None:
    html = draw.slide(PAGES[1], DECK, count=5, say=labels("fr"))
    assert 'aria-label="Diapositive 2 sur 5: Cooperatives' in html
    assert '<div class="card slide" lang="en">' in html
    assert "15 mars 2021" in html
    assert ">Suivante</a>" in html


# --- Markdown


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**a** and *b*", "<p><strong>a</strong> and <em>b</em></p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        ("5*3*2", "<p>5*3*2</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n  goes on", "<ul><li>a goes on</li></ul>"),
        ("- a\ngoes on\n\nnot", "<ul><li>a goes on</li></ul><p>not</p>"),
        (r"- 5 \< 6 \| \- x", "<ul><li>5 &lt; 6 | - x</li></ul>"),
        ("3. a\n4. b", '<ol><li value="3">a</li><li value="4">b</li></ol>'),
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        ("## a", "<h3>a</h3>"),
        (r"\*a\* \[1\]", "<p>*a* [1]</p>"),
        ("![a cat](http://example.org/cat.png)", "<p>a cat</p>"),
        ("[1][2]", "<p>{1}{2}</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("", ""),
    ],
)
def test_the_markdown_of_answers(markdown: str, html: str) -> None:
    assert render(markdown, lambda number: f"{{{number}}}") == html


# --- Sources


def test_every_source_is_listed_with_whether_it_was_read() -> None:
    html = draw.sources(LIBRARY)
    assert '<a href="/slide/deck/1">Briefing on cooperatives</a>' in html
    assert "5 slides, quoted from" in html
    assert html.count("Not fetched: link only") == 1
    assert "June 2022" in html
    assert 'href="/original/deck"' in html
    assert html.count('href="https://example.org/survey"') == 1


def test_markup_in_the_list_of_sources_is_shown_and_never_run() -> None:
    wicked = replace(
        SURVEY, title=HOSTILE, publisher=HOSTILE, note=HOSTILE, licence=HOSTILE, url="javascript:steal()"
    )
    tags = Tags(draw.sources(FakeLibrary(sources=[wicked])))
    assert tags.nothing_runs()
    assert tags.text.count("<script>steal()</script>") == 4
