from __future__ import annotations

from pathlib import Path

import pytest
from office_support import archive, docx, p
from parse_support import assert_exact, drawn

from ingest.errors import ParseError
from ingest.page import Parsed
from ingest.parse import parse


def made(folder: Path, body: str, **more: object) -> Parsed:
    parsed = parse(docx(folder / "a.docx", body, **more), source_id="s")  # type: ignore[arg-type]
    assert_exact(parsed.pages)
    return parsed


def blocks(folder: Path, body: str, **more: object) -> list[tuple[str, str]]:
    return [block for page in made(folder, body, **more).pages for block in drawn(page)]


def test_headings_cut_a_document_into_sections_numbered_from_one(tmp_path: Path) -> None:
    body = (
        p("The report", "Titre")
        + p("Intro.")
        + p("One", "Titre1")
        + p("First.")
        + p("Two", "Titre1")
        + p("Second.")
    )
    parsed = made(tmp_path, body)
    assert (parsed.kind, parsed.title) == ("document", "The report")
    assert [(page.number, page.unit, page.title, page.text) for page in parsed.pages] == [
        (1, "section", "The report", "The report\nIntro."),
        (2, "section", "One", "One\nFirst."),
        (3, "section", "Two", "Two\nSecond."),
    ]


def test_a_style_is_a_heading_by_what_it_is_based_on(tmp_path: Path) -> None:
    parsed = made(tmp_path, p("Intro.") + p("Own style", "Mine") + p("A text."))
    assert [(b.kind, b.level) for b in parsed.pages[1].blocks] == [("title", 2), ("paragraph", 0)]


def test_lists_are_numbered_as_word_numbers_them(tmp_path: Path) -> None:
    body = (
        p("one", num=(1, 0))
        + p("lettered", num=(1, 1))
        + p("next letter", num=(1, 1))
        + p("two", num=(1, 0))
        + p("again a", num=(1, 1))
        + p("deep", num=(1, 2))
        + p("dot", num=(2, 0))
        + p("three", num=(1, 0))
        + p("five", num=(3, 0))
    )
    page = made(tmp_path, body).pages[0]
    found = [(b.kind, b.level, b.number, page.text[b.start : b.end]) for b in page.blocks]
    assert found == [
        ("bullet", 0, 1, "one"),
        ("bullet", 1, None, "(a) lettered"),
        ("bullet", 1, None, "(b) next letter"),
        ("bullet", 0, 2, "two"),
        ("bullet", 1, None, "(a) again a"),
        ("bullet", 2, None, "2.1 deep"),
        ("bullet", 0, None, "dot"),
        ("bullet", 0, 3, "three"),
        ("bullet", 0, 5, "five"),
    ]


def test_a_numbered_heading_keeps_its_number(tmp_path: Path) -> None:
    body = p("Scope", "Titre1", num=(1, 0)) + p("A text.") + p("Terms", "Titre1", num=(1, 0)) + p("B.")
    assert [page.title for page in made(tmp_path, body).pages] == ["1 Scope", "2 Terms"]


def test_every_row_of_a_table_is_a_row_and_a_cell_over_several_is_said_in_each(tmp_path: Path) -> None:
    def cell(text: str, merge: str = "", extra: str = "") -> str:
        properties = f'<w:tcPr><w:vMerge w:val="{merge}"/></w:tcPr>' if merge else "<w:tcPr/>"
        return f"<w:tc>{properties}{p(text)}{extra}</w:tc>"

    table = (
        f"<w:tbl><w:tr>{cell('Country')}{cell('Year')}</w:tr>"
        f"<w:tr>{cell('Mali', 'restart')}{cell('2014', extra=p('(law)'))}</w:tr>"
        f"<w:tr>{cell('', 'continue')}{cell('2017')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('struck out')}{cell('x')}</w:tr></w:tbl>"
    )
    assert blocks(tmp_path, p("Before.") + table) == [
        ("paragraph", "Before."),
        ("row", "Country | Year"),
        ("row", "Mali | 2014 (law)"),
        ("row", "Mali | 2017"),
    ]


def test_a_table_of_one_cell_is_a_frame_around_text(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('One.')}{p('Two.', num=(2, 0))}</w:tc></w:tr></w:tbl>"
    assert blocks(tmp_path, table) == [("paragraph", "One."), ("bullet", "Two.")]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>was</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>is</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:t> so.</w:t></w:r></w:p>"
    )
    assert blocks(tmp_path, body) == [("paragraph", "It is so.")]


def test_footnotes_stand_at_the_foot_of_the_section_that_calls_them(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        p("One", "Titre1")
        + p("First.", inner=call.format(7))
        + p("More.")
        + p("Two", "Titre1")
        + p("Second.", inner=call.format(3))
    )
    notes = (
        'w:footnotes ><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="3">{p("See B.")}</w:footnote><w:footnote w:id="7">{p("See A.")}</w:footnote></w:footnotes>'
    )
    assert [page.text for page in made(tmp_path, body, footnotes=notes).pages] == [
        "One\nFirst.\nMore.\n1 See A.",
        "Two\nSecond.\n2 See B.",
    ]


def test_links_of_runs_fields_and_nothing_but_the_web(tmp_path: Path) -> None:
    body = (
        '<w:p><w:hyperlink r:id="r1" w:anchor="x"><w:r><w:t>the law</w:t></w:r></w:hyperlink></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.org" </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>the site</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:hyperlink w:anchor="here"><w:r><w:t>below</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="r2"><w:r><w:t> a file</w:t></w:r></w:hyperlink></w:p>'
    )
    page = made(tmp_path, body, links={"r1": "https://a.org/law", "r2": "file:///etc/passwd"}).pages[0]
    assert [(link.text, link.url) for link in page.links] == [
        ("the law", "https://a.org/law#x"),
        ("the site", "https://b.org"),
    ]
    assert page.text == "the law\nthe site\nbelow a file"


def test_text_boxes_are_read_once_and_pictures_by_what_they_are_said_to_show(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><w:t>Host.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        '<wp:docPr descr="A map of Mali"/><wps:txbx><w:txbxContent>' + p("In a box.") + "</w:txbxContent>"
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        + p("In a box.")
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert blocks(tmp_path, box) == [
        ("paragraph", "Host."),
        ("caption", "A map of Mali"),
        ("paragraph", "In a box."),
    ]


def test_a_chart_gives_its_title_categories_and_values(tmp_path: Path) -> None:
    chart = (
        "c:chartSpace ><c:chart><c:title><c:tx><a:p><a:r><a:t>Members</a:t></a:r></a:p></c:tx></c:title><c:plotArea>"
        '<c:barChart><c:ser><c:tx><c:v>2020</c:v></c:tx><c:cat><c:pt idx="0"><c:v>Mali</c:v></c:pt></c:cat>'
        '<c:val><c:pt idx="0"><c:v>12</c:v></c:pt></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>'
    )
    body = '<w:p><w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r></w:p>'
    assert blocks(tmp_path, body, charts__chart1=chart) == [
        ("caption", "Members"),
        ("row", "2020"),
        ("row", "Mali | 12"),
    ]


def test_a_chart_that_cannot_be_read_costs_nothing_but_itself(tmp_path: Path) -> None:
    body = p("A text.") + '<w:p><w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r></w:p>'
    parsed = made(tmp_path, body)
    assert parsed.pages[0].text == "A text."
    assert parsed.warnings == ("a chart could not be read (ValueError: its part is missing)",)


def test_content_controls_are_looked_through_and_a_formula_is_read_on_one_line(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('Inside.')}</w:sdtContent></w:sdt>"
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )
    assert blocks(tmp_path, body) == [("paragraph", "Inside."), ("paragraph", "1/2")]


def test_a_document_without_headings_is_cut_where_its_writer_began_pages(tmp_path: Path) -> None:
    page_break = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    assert [page.text for page in made(tmp_path, p("One.") + page_break + p("Two.") + p("More.")).pages] == [
        "One.",
        "Two.\nMore.",
    ]


def test_a_long_document_with_neither_is_cut_by_length(tmp_path: Path) -> None:
    body = "".join(p(f"Sentence {at} " + "word " * 200) for at in range(20))
    parsed = made(tmp_path, body)
    assert len(parsed.pages) > 2
    assert max(len(page.text) for page in parsed.pages) < 8_000


def test_a_strict_file_is_read_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    archive(
        path,
        {
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            "<w:body><w:p><w:r><w:t>Strictly.</w:t></w:r></w:p></w:body></w:document>"
        },
    )
    assert parse(path, source_id="s").pages[0].text == "Strictly."


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": "<w:document"}, r"'a\.docx' is broken in its part 'word/document\.xml'"),
        ({"word/other.xml": "<x/>"}, r"'a\.docx' is not a Word file \(\.docx\), or is damaged"),
        ({"ppt/presentation.xml": "<x/>"}, r"'a\.docx' is not a Word file"),
        (
            {"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'},
            r"'a\.docx' holds XML with a document type declaration",
        ),
        (
            {"word/document.xml": "0" * 40_000_000},
            r"'a\.docx' holds a part that unpacks to more than 200 times",
        ),
    ],
)
def test_a_broken_or_hostile_file_is_named_with_the_reason(
    tmp_path: Path, parts: dict[str, str], reason: str
) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(archive(tmp_path / "a.docx", parts), source_id="s")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(ParseError, match=r"'a\.docx' is encrypted with a password"):
        parse(tmp_path / "a.docx", source_id="s")
