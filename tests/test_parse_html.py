from __future__ import annotations

from pathlib import Path

import pytest
from parse_support import assert_exact, drawn, read

from ingest.errors import ParseError
from ingest.page import Parsed


def made(folder: Path, body: str, head: str = "") -> Parsed:
    parsed = read(folder / "a.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")
    assert_exact(parsed.pages)
    return parsed


def blocks(folder: Path, body: str) -> list[tuple[str, str]]:
    return [block for page in made(folder, body).pages for block in drawn(page)]


def test_headings_cut_a_page_into_sections_with_their_anchors(tmp_path: Path) -> None:
    body = (
        "<h1>The law</h1><p>Intro.</p><h2 id='one'>One</h2><p>First.</p>"
        "<a name='two'></a><h2>Two</h2><p>Second.</p><section id='three'><h2>Three</h2><p>Third.</p></section>"
    )
    parsed = made(tmp_path, body, "<title>The law | Some site</title>")
    assert (parsed.kind, parsed.title) == ("document", "The law")
    assert [(p.title, p.label, p.text) for p in parsed.pages] == [
        ("The law", "", "The law\nIntro."),
        ("One", "one", "One\nFirst."),
        ("Two", "two", "Two\nSecond."),
        ("Three", "three", "Three\nThird."),
    ]


def test_what_leads_around_the_site_is_left_out(tmp_path: Path) -> None:
    body = (
        "<header><a href='/'>Home</a></header><nav><a href='/a'>About</a></nav>"
        "<div class='breadcrumb'><a href='/'>Home</a> &gt; <a href='/laws'>Laws</a></div>"
        "<div id='cookie-banner'>We use cookies.</div>"
        "<main><article><header><p>By the Office</p></header><p>The text itself, which is what matters here.</p>"
        "<aside>An aside of the article.</aside></article></main>"
        "<script>var x = 'no';</script><div style='display: none'>unseen</div><p hidden>neither</p>"
        "<footer>Contact us</footer>"
    )
    assert blocks(tmp_path, body) == [
        ("title", "By the Office"),
        ("paragraph", "The text itself, which is what matters here."),
        ("paragraph", "An aside of the article."),
    ]


def test_a_long_text_is_kept_whatever_its_element_is_called(tmp_path: Path) -> None:
    long = "The social economy has many members. " * 20
    assert blocks(tmp_path, f"<div class='social'><p>{long}</p></div>") == [("paragraph", long.strip())]


def test_lists_nest_and_count(tmp_path: Path) -> None:
    body = "<ol start='3'><li>three<ul><li>deep</li></ul></li><li value='7'><p>seven</p><p>more</p></li></ol><p>After.</p>"
    page = made(tmp_path, body).pages[0]
    assert [(b.kind, b.level, b.number, page.text[b.start : b.end]) for b in page.blocks] == [
        ("bullet", 0, 3, "three"),
        ("bullet", 1, None, "deep"),
        ("bullet", 0, 7, "seven"),
        ("paragraph", 0, None, "more"),
        ("paragraph", 0, None, "After."),
    ]


def test_every_row_of_a_table_is_a_row_and_a_table_that_places_things_is_none(tmp_path: Path) -> None:
    body = (
        "<table><caption>Laws</caption><tr><th>Country<th>Year</tr>"
        "<tr><td rowspan=2>Mali<td>2014</tr><tr><td>2017</tr></table>"
        "<table role='presentation'><tr><td><p>Left.</p></td><td><p>Right.</p></td></tr></table>"
    )
    assert blocks(tmp_path, body) == [
        ("caption", "Laws"),
        ("row", "Country | Year"),
        ("row", "Mali | 2014"),
        ("row", "Mali | 2017"),
        ("paragraph", "Left."),
        ("paragraph", "Right."),
    ]


def test_quotations_code_pictures_and_their_captions(tmp_path: Path) -> None:
    body = (
        "<blockquote><p>Said he.</p></blockquote><pre>a = 1\nb = 2</pre>"
        "<figure><img src='x.png' alt='A map'><figcaption>Figure 1</figcaption></figure>one<br>line"
    )
    assert blocks(tmp_path, body) == [
        ("quote", "Said he."),
        ("code", "a = 1"),
        ("code", "b = 2"),
        ("caption", "A map"),
        ("caption", "Figure 1"),
        ("paragraph", "one line"),
    ]


def test_links_are_told_from_the_address_of_the_page_and_lead_to_the_web_alone(tmp_path: Path) -> None:
    body = (
        "<p><a href='../b?x=1'>there</a> <a href='#here'>here</a> <a href='javascript:alert(1)'>no</a> "
        "<a href='file:///etc/passwd'>nor</a> <a href='https://c.org'>c</a></p>"
    )
    page = made(tmp_path, body, "<link rel='canonical' href='https://a.org/d/e'>").pages[0]
    assert [(link.text, link.url) for link in page.links] == [
        ("there", "https://a.org/b?x=1"),
        ("c", "https://c.org"),
    ]
    assert page.text == "there here no nor c"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset='iso-8859-1'>", "latin-1"),
        ("", "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
    ],
)
def test_the_encoding_is_the_one_given(tmp_path: Path, head: str, encoding: str) -> None:
    text = f"{head}<html><head><title>x</title></head><body><p>Économie sociale à Liège</p></body></html>"
    assert read(tmp_path / "a.html", text.encode(encoding)).pages[0].text == "Économie sociale à Liège"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("just words", "is not a web page"),
        (b"%PDF-1.4 and so on", "is not a web page"),
        ("<html><body><div id='app'></div><script>x</script></body></html>", "has no text of its own"),
    ],
)
def test_what_is_no_page_is_named_with_the_reason(tmp_path: Path, data: str | bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=rf"'a\.html' {reason}"):
        read(tmp_path / "a.html", data)


def test_a_page_nested_without_end_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    body = "<p>Before.</p>" + "<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<p>After.</p>"
    assert blocks(tmp_path, body)[0] == ("title", "Before.") or blocks(tmp_path, body)[0] == (
        "paragraph",
        "Before.",
    )


def test_entities_of_a_page_reach_nothing(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>&e; text</p></body></html>'
    )
    assert "root:" not in read(tmp_path / "a.html", page).pages[0].text
