from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from parse_support import assert_exact, drawn, read
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from ingest import office_zip
from ingest.errors import ParseError
from ingest.page import Parsed
from ingest.parse import parse
from ingest.pptx_charts import extended_rows
from ingest.pptx_diagrams import diagram_points
from ingest.types import Link, Page

Element: TypeAlias = Any
"""A presentation, slide or shape: what the tests reach into is not typed by python-pptx."""

NS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6


@pytest.fixture
def deck() -> Element:
    return Presentation()


chart_data: Callable[..., Element] = CategoryChartData


def new_slide(deck: Element, layout: int = BLANK) -> Element:
    return deck.slides.add_slide(deck.slide_layouts[layout])


def box(slide: Element, text: str, left: float = 1, top: float = 1) -> Element:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.4))
    shape.text_frame.text = text
    return shape


@pytest.fixture
def parsed(tmp_path: Path, deck: Element) -> Callable[[], Parsed]:
    def saved() -> Parsed:
        deck.save(tmp_path / "a.pptx")
        result = parse(tmp_path / "a.pptx", source_id="s")
        assert_exact(result.pages)
        return result

    return saved


def test_slides_are_numbered_as_the_presenter_sees_them(deck: Element, parsed: Callable[[], Parsed]) -> None:
    for title in ("One", "", "Three"):
        slide = new_slide(deck, TITLE_ONLY)
        slide.shapes.title.text = title
    deck.slides[2]._element.set("show", "0")
    result = parsed()
    assert [(page.number, page.title, page.hidden) for page in result.pages] == [
        (1, "One", False),
        (2, "", False),
        (3, "Three", True),
    ]
    assert (result.kind, result.pages[0].unit) == ("deck", "slide")
    assert result.warnings == ("1 slide has no text: 2",)


def only(result: Parsed) -> Page:
    (page,) = result.pages
    return page


def test_title_first_then_bullets_with_their_levels(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck, TITLE_AND_BODY)
    slide.shapes.title.text = "A title\vover two lines"
    frame = slide.placeholders[1].text_frame
    frame.text = "one"
    frame.add_paragraph().text = "deeper"
    frame.paragraphs[1].level = 1
    frame.add_paragraph().text = "plain"
    frame.paragraphs[2]._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {NS}/>"))
    page = only(parsed())
    assert drawn(page) == [
        ("title", "A title over two lines"),
        ("bullet", "one"),
        ("bullet", "deeper"),
        ("paragraph", "plain"),
    ]
    assert [block.level for block in page.blocks] == [0, 0, 1, 0]


def test_numbered_items_carry_their_number(deck: Element, parsed: Callable[[], Parsed]) -> None:
    frame = box(new_slide(deck), "Steps:").text_frame
    for text in ("first", "second"):
        paragraph = frame.add_paragraph()
        paragraph.text = text
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<a:buAutoNum {NS} type="arabicPeriod" startAt="4"/>')
        )
    assert [(block.kind, block.number) for block in only(parsed()).blocks] == [
        ("title", None),
        ("bullet", 4),
        ("bullet", 5),
    ]


def test_the_body_is_read_by_rows_then_from_the_left(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    box(slide, "right.", left=5, top=2.1)
    box(slide, "bottom.", left=1, top=4)
    box(slide, "left.", left=1, top=2.3)
    assert only(parsed()).text == "left.\nright.\nbottom."


def test_groups_within_groups_are_read_where_they_stand(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    box(slide, "below.", top=5)
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    for container, text, left in ((outer, "outer.", 5.0), (inner, "inner.", 1.0)):
        shape = container.shapes.add_textbox(Inches(left), Inches(1), Inches(1), Inches(1))
        shape.text_frame.text = text
    assert only(parsed()).text == "inner.\nouter.\nbelow."


def test_the_first_text_stands_in_for_a_missing_title(deck: Element, parsed: Callable[[], Parsed]) -> None:
    box(new_slide(deck), "Short first line")
    box(new_slide(deck), "A whole sentence is no title. It goes on.")
    pages = parsed().pages
    assert (pages[0].title, pages[0].blocks[0].kind) == ("Short first line", "title")
    assert (pages[1].title, pages[1].blocks[0].kind) == (
        "A whole sentence is no title. It goes on.",
        "paragraph",
    )


def test_every_row_of_a_table(deck: Element, parsed: Callable[[], Parsed]) -> None:
    table = new_slide(deck).shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    for row, cells in enumerate((("Country", "Members"), ("Japan", "65 000"), ("Korea\nSouth", ""))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    assert drawn(only(parsed())) == [
        ("row", "Country | Members"),
        ("row", "Japan | 65 000"),
        ("row", "Korea South |"),
    ]


def test_a_chart_gives_title_categories_and_values(deck: Element, parsed: Callable[[], Parsed]) -> None:
    data = chart_data(number_format="0.0%")
    data.categories = ["2019", "2020"]
    data.add_series("Members", (0.125, 0.25))
    data.add_series("Jobs", (0.5, None))
    frame = new_slide(deck).shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(1), Inches(5), Inches(3), data
    )
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Growth"
    assert drawn(only(parsed())) == [
        ("caption", "Growth"),
        ("row", "Members | Jobs"),
        ("row", "2019 | 12.5% | 50.0%"),
        ("row", "2020 | 25.0% |"),
    ]


def test_a_broken_chart_costs_a_warning_and_not_the_slide(
    deck: Element, parsed: Callable[[], Parsed]
) -> None:
    slide = new_slide(deck)
    box(slide, "Text.")
    data = chart_data()
    data.categories = ["a"]
    data.add_series("s", (1,))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(3), Inches(5), Inches(3), data)
    frame.chart._chartSpace.find(".//{*}cat//{*}pt").set("idx", "one")
    result = parsed()
    assert only(result).text == "Text."
    assert result.warnings[0].startswith("slide 1: a chart could not be read (ValueError")


def test_pictures_speak_by_their_alternative_text(
    deck: Element, parsed: Callable[[], Parsed], png: bytes
) -> None:
    slide = new_slide(deck)
    for descr in ("Women at a market", "logo of the office.png", "A map Description automatically generated"):
        picture = slide.shapes.add_picture(io.BytesIO(png), Inches(1), Inches(1))
        picture._element.nvPicPr.cNvPr.set("descr", descr)
    assert drawn(only(parsed())) == [("caption", "Women at a market"), ("caption", "A map")]


@pytest.fixture
def png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ff"
        "ff3f0005fe02fe0def46b80000000049454e44ae426082"
    )


def test_notes_are_kept_apart(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    box(slide, "Shown.")
    slide.notes_slide.notes_text_frame.text = "Said.\nAnd more."
    page = only(parsed())
    assert (page.text, page.notes) == ("Shown.", "Said.\nAnd more.")


def test_links_of_runs_and_shapes(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    shape = box(slide, "See ")
    run = shape.text_frame.paragraphs[0].add_run()
    run.text = "the report"
    run.hyperlink.address = "https://a.org/r"
    whole = box(slide, "A button", top=3)
    whole.click_action.hyperlink.address = "https://b.org"
    box(slide, "jump", top=4).click_action.target_slide = slide
    assert only(parsed()).links == (
        Link(text="the report", url="https://a.org/r"),
        Link(text="A button", url="https://b.org"),
    )


def test_footers_dates_and_slide_numbers_are_left_out(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    for at, name in enumerate(("dt", "ftr", "sldNum")):
        shape = box(slide, f"running {name}", top=5 + at / 2)
        shape._element.nvSpPr.nvPr.append(
            parse_xml(
                f'<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="{name}"/>'
            )
        )
    box(slide, "Body.")
    assert only(parsed()).text == "Body."


def test_shapes_with_an_alternative_for_older_programs_are_read_once(
    deck: Element, parsed: Callable[[], Parsed]
) -> None:
    slide = new_slide(deck)
    element = box(slide, "New way.")._element
    older = box(slide, "Old way.")._element
    both = parse_xml(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>'
    )
    element.getparent().append(both)
    both[0].append(element)
    both[1].append(older)
    assert only(parsed()).text == "New way."


def test_the_points_of_a_diagram_are_bullets(deck: Element, parsed: Callable[[], Parsed]) -> None:
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    slide = new_slide(deck)
    points = "".join(
        f'<dgm:pt modelId="{at}" type="{kind}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p>'
        f"</dgm:t></dgm:pt>"
        for at, (kind, text) in enumerate((("node", "Plan"), ("parTrans", "no"), ("node", "Do")))
    )
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    blob = f'<dgm:dataModel xmlns:dgm="{diagram}" {NS}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'
    part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", deck.part.package, blob.encode())
    relation = slide.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/x"
    )
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {NS}>'
            '<p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/>'
            "</p:nvGraphicFramePr>"
            '<p:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="{diagram}"><dgm:relIds xmlns:dgm="{diagram}" r:dm="{relation}" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    assert drawn(only(parsed())) == [("bullet", "Plan"), ("bullet", "Do")]


def test_the_title_of_the_file_unless_it_is_the_programs_own(
    deck: Element, parsed: Callable[[], Parsed]
) -> None:
    slide = new_slide(deck, TITLE_ONLY)
    slide.shapes.title.text = "On the slide"
    deck.core_properties.title = "PowerPoint Presentation"
    assert parsed().title == "On the slide"
    deck.core_properties.title = "In the file"
    assert parsed().title == "In the file"


def test_a_deck_without_slides_is_refused(deck: Element, parsed: Callable[[], Parsed]) -> None:
    with pytest.raises(ParseError, match=r"'a\.pptx' has no slides"):
        parsed()


# Files that are not what they should be


def rewritten(deck: Element, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A deck of one slide with one of its parts changed."""
    box(new_slide(deck), "Text.")
    saved, changed = io.BytesIO(), io.BytesIO()
    deck.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return changed.getvalue()


SLIDE = "ppt/slides/slide1.xml"


def test_entity_bombs_are_refused_at_once(tmp_path: Path, deck: Element) -> None:
    bomb = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">{bomb}]>'
    data = rewritten(
        deck,
        SLIDE,
        lambda old: old.replace(b"Text.", b"&e11;").replace(old[: old.index(b"?>") + 2], head.encode()),
    )
    start = time.monotonic()
    with pytest.raises(
        ParseError, match=r"'a\.pptx' holds XML with a document type declaration \('ppt/slides/slide1\.xml'\)"
    ):
        read(tmp_path / "a.pptx", data)
    assert time.monotonic() - start < 5


def test_an_external_entity_is_refused(tmp_path: Path, deck: Element) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    data = rewritten(
        deck, SLIDE, lambda old: head.encode() + old[old.index(b"?>") + 2 :].replace(b"Text.", b"&e;")
    )
    with pytest.raises(ParseError, match="document type declaration"):
        read(tmp_path / "a.pptx", data)


def test_a_part_that_unpacks_to_far_more_is_refused_at_once(tmp_path: Path, deck: Element) -> None:
    data = rewritten(deck, SLIDE, lambda old: old + b" " * 5_000_000)
    with pytest.raises(
        ParseError, match=r"'a\.pptx' holds a part that unpacks to more than 200 times its size"
    ):
        read(tmp_path / "a.pptx", data)


def test_an_archive_of_unbearable_size_is_refused(
    tmp_path: Path, deck: Element, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_zip, "MAX_BYTES", 10_000)
    with pytest.raises(ParseError, match=r"'a\.pptx' unpacks to \d+ MB"):
        read(tmp_path / "a.pptx", rewritten(deck, SLIDE, bytes))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[: len(data) // 2], "is not a PowerPoint file .* or is damaged"),
        (
            lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03"),
            "is not a PowerPoint file .* or is damaged",
        ),
    ],
)
def test_a_damaged_archive_is_refused(
    tmp_path: Path, deck: Element, change: Callable[[bytes], bytes], reason: str
) -> None:
    with pytest.raises(ParseError, match=rf"'a\.pptx' {reason}"):
        read(tmp_path / "a.pptx", change(rewritten(deck, SLIDE, bytes)))


def test_broken_xml_is_refused(tmp_path: Path, deck: Element) -> None:
    with pytest.raises(ParseError, match=r"'a\.pptx' is broken \(XMLSyntaxError"):
        read(tmp_path / "a.pptx", rewritten(deck, SLIDE, lambda old: old[:-20]))


def test_another_archive_is_no_deck(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ParseError, match=r"'a\.pptx' is not a PowerPoint file"):
        parse(tmp_path / "a.pptx", source_id="s")


def test_an_encrypted_deck_and_one_of_before_2007(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    with pytest.raises(ParseError, match=r"'a\.pptx' is encrypted"):
        read(tmp_path / "a.pptx", ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ParseError, match=r"'a\.pptx' is in the format of before 2007.*LibreOffice"):
        read(tmp_path / "a.pptx", ole)


def test_a_cell_over_several_rows_is_said_in_each(deck: Element, parsed: Callable[[], Parsed]) -> None:
    table = new_slide(deck).shapes.add_table(3, 2, 0, 0, 100, 100).table
    for row, cells in enumerate((("Country", "Year"), ("Mali", "2014"), ("", "2017"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert drawn(parsed().pages[0]) == [
        ("row", "Country | Year"),
        ("row", "Mali | 2014"),
        ("row", "Mali | 2017"),
    ]


def test_the_number_a_presentation_begins_with_is_a_label(
    deck: Element, parsed: Callable[[], Parsed]
) -> None:
    box(new_slide(deck), "One")
    box(new_slide(deck), "Two")
    assert [page.label for page in parsed().pages] == ["", ""]
    deck.part._element.set("firstSlideNum", "7")
    assert [(page.number, page.label) for page in parsed().pages] == [(1, "7"), (2, "8")]


def test_heads_that_touch_what_stands_below_are_read_column_by_column(
    deck: Element, parsed: Callable[[], Parsed]
) -> None:
    slide = new_slide(deck)
    for text, left, top in (
        ("Cons", 5, 1),
        ("Pros", 1, 1),
        ("they are slow", 5, 1.4),
        ("they are fair", 1, 1.4),
    ):
        box(slide, text, left, top)
    assert parsed().pages[0].text == "Pros\nthey are fair\nCons\nthey are slow"


def test_boxes_with_space_around_are_read_row_by_row(deck: Element, parsed: Callable[[], Parsed]) -> None:
    slide = new_slide(deck)
    for text, left, top in (("four", 5, 3), ("one", 1, 1), ("three", 1, 3), ("two", 5, 1)):
        box(slide, text, left, top)
    assert parsed().pages[0].text == "one\ntwo\nthree\nfour"


DIAGRAM = (
    '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {ns}><dgm:ptLst>'
    '<dgm:pt modelId="0" type="doc"/>{points}</dgm:ptLst><dgm:cxnLst>{ties}</dgm:cxnLst></dgm:dataModel>'
)


def test_a_diagram_is_read_in_the_order_and_nesting_of_its_points() -> None:
    said = {"3": "second", "1": "first", "2": "below it", "4": "on its own"}
    points = "".join(
        f'<dgm:pt modelId="{key}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for key, text in said.items()
    )
    ties = "".join(
        f'<dgm:cxn srcId="{src}" destId="{dest}" srcOrd="{order}"/>'
        for src, dest, order in (("0", "1", 0), ("0", "3", 1), ("1", "2", 0), ("2", "1", 0))
    )
    data = parse_xml(DIAGRAM.format(ns=NS, points=points, ties=ties))
    assert list(diagram_points(data)) == [(0, "first"), (1, "below it"), (0, "second"), (0, "on its own")]


def test_a_chart_of_the_newer_kinds_gives_labels_and_values() -> None:
    space = parse_xml(
        '<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex">'
        '<cx:chartData><cx:data id="0">'
        '<cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Mali</cx:pt><cx:pt idx="1">Togo</cx:pt></cx:lvl>'
        "</cx:strDim>"
        '<cx:numDim type="val"><cx:lvl formatCode="0%"><cx:pt idx="0">0.5</cx:pt><cx:pt idx="1">0.25</cx:pt>'
        "</cx:lvl>"
        "</cx:numDim></cx:data></cx:chartData></cx:chartSpace>"
    )
    assert extended_rows(space, most=2) == [["Mali", "50%"], ["Togo", "25%"]]
    with pytest.raises(ValueError, match="more than 1 values"):
        extended_rows(space, most=1)


@pytest.mark.parametrize("suffix", ["ppsx", "potx"])
def test_a_show_and_a_template_are_presentations(deck: Element, tmp_path: Path, suffix: str) -> None:
    box(new_slide(deck), "Shown")
    kind = {"ppsx": "slideshow", "potx": "template"}[suffix]
    deck.save(str(tmp_path / "a.pptx"))
    with zipfile.ZipFile(tmp_path / "a.pptx") as old, zipfile.ZipFile(tmp_path / f"a.{suffix}", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"presentation.main+xml", f"{kind}.main+xml".encode())
            new.writestr(name, data)
    assert parse(tmp_path / f"a.{suffix}", source_id="s").pages[0].text == "Shown"
