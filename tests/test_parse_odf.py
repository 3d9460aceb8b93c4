from __future__ import annotations

from pathlib import Path

import pytest
from office_support import flat, odf
from parse_support import assert_exact, drawn, read

from ingest.errors import ParseError
from ingest.page import Parsed
from ingest.parse import parse

LISTS = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def text(folder: Path, body: str, **more: str) -> Parsed:
    parsed = parse(odf(folder / "a.odt", f"<office:text>{body}</office:text>", **more), source_id="s")
    assert_exact(parsed.pages)
    return parsed


def slides(folder: Path, body: str, **more: str) -> Parsed:
    path = odf(folder / "a.odp", f"<office:presentation>{body}</office:presentation>", **more)
    parsed = parse(path, source_id="s")
    assert_exact(parsed.pages)
    return parsed


def frame(body: str, *, at: tuple[str, str] = ("1cm", "5cm"), role: str = "", more: str = "") -> str:
    role = f'presentation:class="{role}"' if role else ""
    return f'<draw:frame svg:x="{at[0]}" svg:y="{at[1]}" {role} {more}><draw:text-box>{body}</draw:text-box></draw:frame>'


def para(said: str) -> str:
    return f"<text:p>{said}</text:p>"


def test_headings_cut_a_text_into_sections(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="Title">The report</text:p>'
        '<text:h text:outline-level="1"><text:bookmark text:name="one"/>One</text:h><text:p>First.</text:p>'
        '<text:h text:outline-level="2">Deeper</text:h><text:p>More.</text:p>'
        '<text:h text:outline-level="1">Two</text:h><text:p>Second.</text:p>'
    )
    parsed = text(tmp_path, body)
    assert (parsed.kind, parsed.title) == ("document", "The report")
    assert [(page.title, page.label, page.text) for page in parsed.pages] == [
        ("The report", "", "The report"),
        ("One", "one", "One\nFirst.\nDeeper\nMore."),
        ("Two", "", "Two\nSecond."),
    ]


def test_lists_nest_and_count(tmp_path: Path) -> None:
    body = (
        '<text:list text:style-name="N"><text:list-item><text:p>one</text:p><text:p>and more</text:p>'
        "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list><text:p>between</text:p>"
        '<text:list text:style-name="N" text:continue-numbering="true"><text:list-item><text:p>three</text:p>'
        '</text:list-item></text:list><text:list text:style-name="B"><text:list-item><text:p>dot</text:p>'
        "</text:list-item></text:list>"
    )
    page = text(tmp_path, body, styles=LISTS).pages[0]
    assert [(b.kind, b.level, b.number, page.text[b.start : b.end]) for b in page.blocks] == [
        ("bullet", 0, 1, "one"),
        ("paragraph", 0, None, "and more"),
        ("bullet", 1, None, "a) deep"),
        ("bullet", 0, 2, "two"),
        ("paragraph", 0, None, "between"),
        ("bullet", 0, 3, "three"),
        ("bullet", 0, None, "dot"),
    ]


def test_rows_footnotes_links_and_spaces(tmp_path: Path) -> None:
    body = (
        '<text:p>A<text:s text:c="3"/>b<text:tab/><text:a xlink:href="https://a.org">link</text:a>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>a comment</text:p></office:annotation>.</text:p>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Land</text:p></table:table-cell>"
        "<table:table-cell><text:p>Year</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Mali</text:p></table:table-cell>'
        "<table:table-cell><text:p>2014</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:covered-table-cell/><table:table-cell><text:p>2017</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    parsed = text(tmp_path, body)
    assert parsed.pages[0].text == "A b link.\nLand | Year\nMali | 2014\nMali | 2017\n1 A note."
    assert [(link.text, link.url) for link in parsed.pages[0].links] == [("link", "https://a.org")]


def test_a_slide_is_read_by_rows_with_its_title_first(tmp_path: Path) -> None:
    page = (
        "<draw:page>"
        + frame(para("bottom"), at=("1cm", "15cm"))
        + frame(para("right"), at=("12cm", "5.2cm"))
        + frame(para("left"), at=("1cm", "5cm"))
        + frame(para("The title"), at=("1cm", "1cm"), role="title")
        + frame(para("12"), at=("1cm", "19cm"), role="page-number")
        + frame("", role="outline", more='presentation:placeholder="true"')
        + '<draw:g><draw:custom-shape svg:x="1cm" svg:y="17cm"><text:p>grouped</text:p></draw:custom-shape></draw:g>'
        + "</draw:page>"
    )
    assert drawn(slides(tmp_path, page).pages[0]) == [
        ("title", "The title"),
        ("paragraph", "left"),
        ("paragraph", "right"),
        ("paragraph", "bottom"),
        ("paragraph", "grouped"),
    ]


def test_hidden_and_blank_slides_are_counted_and_notes_kept_apart(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="hid" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    notes = f"<presentation:notes>{frame(para('Say hello.'), role='notes')}</presentation:notes>"
    body = (
        f"<draw:page>{frame(para('One'), role='title')}{notes}</draw:page>"
        f'<draw:page draw:style-name="hid">{frame(para("Two"), role="title")}</draw:page><draw:page/>'
    )
    parsed = slides(tmp_path, body, styles=styles, meta="<dc:title>My deck</dc:title>")
    assert (parsed.kind, parsed.title) == ("deck", "My deck")
    assert [(page.number, page.title, page.hidden, page.notes) for page in parsed.pages] == [
        (1, "One", False, "Say hello."),
        (2, "Two", True, ""),
        (3, "", False, ""),
    ]
    assert parsed.warnings == ("1 slide has no text: 3",)


def test_charts_pictures_and_links_of_shapes(tmp_path: Path) -> None:
    chart = (
        "<office:body><office:chart><chart:chart><chart:title><text:p>Members</text:p></chart:title><table:table>"
        "<table:table-rows><table:table-row><table:table-cell><text:p>Mali</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table-rows></table:table>"
        "</chart:chart></office:chart></office:body>"
    )
    body = (
        '<draw:page><draw:frame svg:y="1cm"><draw:object xlink:href="./Object 1"/></draw:frame>'
        '<draw:frame svg:y="9cm"><draw:image/><svg:desc>A map</svg:desc></draw:frame>'
        '<draw:custom-shape svg:y="15cm"><office:event-listeners><presentation:event-listener '
        'xlink:href="https://a.org"/></office:event-listeners><text:p>More here</text:p></draw:custom-shape></draw:page>'
    )
    page = slides(tmp_path, body, Object_1__content=chart).pages[0]
    assert drawn(page) == [
        ("caption", "Members"),
        ("row", "Mali | 12"),
        ("caption", "A map"),
        ("paragraph", "More here"),
    ]
    assert [(link.text, link.url) for link in page.links] == [("More here", "https://a.org")]


def test_a_flat_file_is_read_too(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.fodt", flat("<office:text><text:p>Flat.</text:p></office:text>"))
    assert parsed.pages[0].text == "Flat."
    hostile = '<!DOCTYPE x [<!ENTITY e "x">]>' + flat("<office:text><text:p>&e;</text:p></office:text>")
    with pytest.raises(ParseError, match="document type declaration"):
        read(tmp_path / "b.fodt", hostile)
    with pytest.raises(ParseError, match=r"'c\.fodt' is not an OpenDocument file, or is broken"):
        read(tmp_path / "c.fodt", "no XML")


def test_a_spreadsheet_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    path = odf(tmp_path / "a.odt", "<office:spreadsheet/>")
    with pytest.raises(
        ParseError, match=r"'a\.odt' is no OpenDocument text or presentation: it holds 'spreadsheet'"
    ):
        parse(path, source_id="s")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = odf(tmp_path / "a.odt", "", **{"META-INF__manifest": "<m xmlns='x'><encryption-data/></m>"})
    with pytest.raises(ParseError, match=r"'a\.odt' is encrypted with a password"):
        parse(path, source_id="s")
