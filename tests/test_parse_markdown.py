from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parse_support import assert_exact, drawn, read

from ingest.raw_html import Event, RawHtml
from ingest.types import Link, Page


def slide(tmp_path: Path, text: str) -> Page:
    """The only slide of a deck."""
    (page,) = read(tmp_path / "a.md", text, kind="deck").pages
    assert_exact([page])
    return page


def test_every_kind_of_block_in_reading_order(tmp_path: Path) -> None:
    text = (
        "# A *title*\n\nA paragraph\nover two lines.\n\n- one\n  - deeper\n- two\n\n3. third\n4. fourth\n\n"
        "> Quoted.\n\n*All of it emphasised*\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n![A chart](c.png)\n\n"
        "## A heading\n\n```\nx = 1\n\n  y\n```\n"
    )
    page = slide(tmp_path, text)
    assert drawn(page) == [
        ("title", "A title"),
        ("paragraph", "A paragraph over two lines."),
        ("bullet", "one"),
        ("bullet", "deeper"),
        ("bullet", "two"),
        ("bullet", "third"),
        ("bullet", "fourth"),
        ("quote", "Quoted."),
        ("caption", "All of it emphasised"),
        ("row", "a | b"),
        ("row", "1 | 2"),
        ("caption", "A chart"),
        ("heading", "A heading"),
        ("code", "x = 1"),
        ("code", "y"),
    ]
    assert [block.level for block in page.blocks if block.kind == "bullet"] == [0, 1, 0, 0, 0]
    assert [block.number for block in page.blocks if block.kind == "bullet"] == [None, None, None, 3, 4]
    assert [block.level for block in page.blocks if block.kind == "heading"] == [2]
    assert page.title == "A title"


def test_markup_is_removed_and_links_are_collected(tmp_path: Path) -> None:
    page = slide(
        tmp_path,
        "See **the [report](https://a.org/r)**, ~~not~~ `code`, <https://b.org/>, https://c.org/x. "
        "And [![A map](m.png)](https://d.org), [below](#below), H<sub>2</sub>O &amp; "
        "<a href='https://e.org'>this</a>.\n",
    )
    assert page.text.split("\n") == [
        "See the report, not code, https://b.org/, https://c.org/x. And , below, H2O & this.",
        "A map",
    ]
    assert page.links == (
        Link(text="report", url="https://a.org/r"),
        Link(text="https://b.org/", url="https://b.org/"),
        Link(text="A map", url="https://d.org"),
        Link(text="this", url="https://e.org"),
        Link(text="https://c.org/x", url="https://c.org/x"),
    )


def test_an_address_written_out_beside_its_link_is_one_link(tmp_path: Path) -> None:
    page = slide(tmp_path, "[Report](http://a.org/r/), at https://a.org/r, and https://a.org/s\n")
    assert [link.url for link in page.links] == ["http://a.org/r/", "https://a.org/s"]


def test_a_paragraph_partly_emphasised_is_no_caption(tmp_path: Path) -> None:
    assert [kind for kind, _ in drawn(slide(tmp_path, "*Some* of it\n\n**strong**\n"))] == ["paragraph"] * 2


def test_raw_html_is_not_text(tmp_path: Path) -> None:
    text = (
        "# T\n\n<div class='x'>Kept<br>apart</div>\n\nA<br/>B <b>bold</b>\n\n"
        "<script>alert('1')\n\nx</script>\n\n"
        "<style>p {}</style>\n\n<table><tr><th>h</th><td>1 < 2</td></tr></table>\n\n"
        "<ul><li>item</li></ul>\n\n"
        "a <script>evil()</script> b\n"
    )
    assert drawn(slide(tmp_path, text))[1:] == [
        ("paragraph", "Kept apart"),
        ("paragraph", "A B bold"),
        ("row", "h | 1 < 2"),
        ("bullet", "item"),
        ("paragraph", "a b"),
    ]


def test_a_script_in_a_division_stays_silent_beyond_a_blank_line(tmp_path: Path) -> None:
    page = slide(tmp_path, "# T\n\n<div>\n<script>\none()\n\ntwo()\n\n</script>\n\nText.\n")
    assert page.text == "T\nText."


def test_slides_are_numbered_as_written(tmp_path: Path) -> None:
    parsed = read(
        tmp_path / "a.md", "# One\n\n---\n\n---\n\n# Three\n\n***\n\nstill three\n\n----\n\n# Four\n"
    )
    assert parsed.kind == "deck"
    assert [(page.number, page.title, page.unit) for page in parsed.pages] == [
        (1, "One", "slide"),
        (2, "", "slide"),
        (3, "Three", "slide"),
        (4, "Four", "slide"),
    ]
    assert parsed.pages[2].text == "Three\nstill three"
    assert parsed.title == "One"


def test_a_rule_in_a_code_block_is_no_slide(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.md", "# One\n\n```\n---\n```\n\n---\n\n# Two\n")
    assert [page.title for page in parsed.pages] == ["One", "Two"]


def test_a_rule_right_under_a_line_separates_slides(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.md", "# One\nlast line\n---\n# Two\n\nTitle\n=====\n", kind="deck")
    assert [page.text for page in parsed.pages] == ["One\nlast line", "Two\nTitle"]


def test_marp_front_matter_directives_and_notes(tmp_path: Path) -> None:
    text = (
        "---\nmarp: true\ntitle: The deck\nstyle: |\n  section { color: red }\n---\n\n<!-- _class: lead -->\n"
        "# <!-- fit --> One\n\n<!-- Say hello.\n\nThen: go on. -->\n\n"
        "![bg left:40% w:30](x.png)\n\n---\n\n# Two\n"
        "![bg A harbour](y.png)\n"
    )
    parsed = read(tmp_path / "a.md", text)
    assert (parsed.kind, parsed.title) == ("deck", "The deck")
    assert [page.text for page in parsed.pages] == ["One", "Two\nA harbour"]
    assert [page.notes for page in parsed.pages] == ["Say hello.\nThen: go on.", ""]


def test_marp_cuts_at_headings_when_told_to(tmp_path: Path) -> None:
    text = "---\nmarp: true\nheadingDivider: 2\n---\n# One\n\n## Two\n\ntext\n\n### Not cut\n"
    assert [page.title for page in read(tmp_path / "a.md", text).pages] == ["One", "Two"]


def test_slidev_front_matter_of_slides_is_dropped(tmp_path: Path) -> None:
    text = (
        "---\ntheme: default\n---\n\n# One\n\n"
        "---\nlayout: two-cols\nclass: text-center\n---\n\n# Two\n\nLeft\n\n"
        "::right::\n\nRight\n\n<!-- A note -->\n\n---\nhide: true\n---\n\n# Three\n\n---\n\n# Four\n"
    )
    parsed = read(tmp_path / "a.md", text)
    assert [page.text for page in parsed.pages] == ["One", "Two\nLeft\nRight", "Three", "Four"]
    assert [page.notes for page in parsed.pages] == ["", "A note", "", ""]
    assert [page.hidden for page in parsed.pages] == [False, False, True, False]


def test_remark_properties_steps_classes_and_notes(tmp_path: Path) -> None:
    text = (
        "class: center, middle\n\n# One\n\n---\nname: second\nlayout: false\n# Two\n\nFirst\n--\n\nSecond\n"
        "???\nSaid *only*.\n\n# Not a title\n\n---\n.left[\n## Three\n\n"
        ".red[A [link](https://a.org)] and [more]\n]\n"
    )
    parsed = read(tmp_path / "a.md", text)
    assert parsed.kind == "deck"
    assert [page.text for page in parsed.pages] == ["One", "Two\nFirst\nSecond", "Three\nA link and [more]"]
    assert parsed.pages[1].notes == "Said *only*.\n# Not a title"


def test_a_document_becomes_sections_at_its_headings(tmp_path: Path) -> None:
    text = (
        "####The Convention\n\nPreamble.\n\n### Article 1\n\n1. First.\n\n#### Detail\n\nx\n\n"
        "### Article 2\n\nSecond.\n"
    )
    parsed = read(tmp_path / "a.md", text)
    assert (parsed.kind, parsed.title) == ("document", "The Convention")
    assert [(page.number, page.unit, page.title) for page in parsed.pages] == [
        (1, "section", "The Convention"),
        (2, "section", "Article 1"),
        (3, "section", "Article 2"),
    ]
    assert drawn(parsed.pages[1]) == [
        ("title", "Article 1"),
        ("bullet", "First."),
        ("heading", "Detail"),
        ("paragraph", "x"),
    ]
    assert_exact(parsed.pages)


def test_long_sections_are_cut_at_the_next_rank_too(tmp_path: Path) -> None:
    chapter = "".join(f"## Part {number}\n\n{'Words. ' * 900}\n\n" for number in range(3))
    parsed = read(tmp_path / "a.md", f"# One\n\n{chapter}# Two\n\n{chapter}", kind="document")
    assert [page.title for page in parsed.pages] == [
        "One",
        "Part 0",
        "Part 1",
        "Part 2",
        "Two",
        "Part 0",
        "Part 1",
        "Part 2",
    ]
    assert parsed.title == ""


def test_a_rule_in_an_article_does_not_make_it_a_deck(tmp_path: Path) -> None:
    text = f"# Title\n\n{'Many words here. ' * 200}\n\n---\n\n{'And more after. ' * 200}\n"
    parsed = read(tmp_path / "a.md", text)
    assert (parsed.kind, len(parsed.pages)) == ("document", 1)


def test_a_document_without_headings_is_cut_at_form_feeds(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.md", "One.\n\fTwo.\n", kind="document")
    assert [page.text for page in parsed.pages] == ["One.", "Two."]


def test_front_matter_of_a_document_gives_its_title(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.md", '---\ntitle: "A report"\n---\n\nText.\n')
    assert (parsed.title, parsed.pages[0].text) == ("A report", "Text.")


def test_a_rule_at_the_top_is_not_taken_for_front_matter(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.md", "---\n\n# One\n\nText: more\n\n---\n\n# Two\n", kind="deck")
    assert [page.text for page in parsed.pages] == ["One\nText: more", "Two"]


@pytest.mark.parametrize(
    "text", ["<![x", "<!-->", "<!-- never closed", "[" * 300, "> " * 300 + "x", "***" * 100]
)
def test_broken_markup_is_read_all_the_same(tmp_path: Path, text: str) -> None:
    assert_exact(read(tmp_path / "a.md", f"# T\n\n{text}\n\n---\n\n# U\n", kind="deck").pages)


def test_a_malformed_declaration_does_not_stop_the_reading() -> None:
    assert RawHtml().read("before<![x[ after")[0] == Event(kind="text", text="before")


PIECES = st.sampled_from(
    "# Title¦## Sub¦####Loose¦text¦*em*¦**b**¦- item¦  - sub¦1. num¦7) num¦> quote¦```¦   "
    " code¦---¦--¦???¦***"
    "¦| a | b |¦|-|-|¦<div>¦</div>¦<script>¦</script>¦<!-- note -->¦<!-- _class: x -->¦<br>¦![alt](p.png)"
    "¦[l](http://u.v)¦<http://a.b>¦layout: x¦class: y¦.red[¦]¦::right::¦&amp; "
    "&#160;¦a\u00a0 \u2028b¦\u200b¦\f¦\\"
    "¦Title¦===".split("¦")
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.one_of(PIECES, st.just(""), st.text(max_size=12)), min_size=1, max_size=30),
    deck=st.sampled_from(["deck", "document", None]),
)
def test_blocks_cover_the_text_exactly(tmp_path: Path, lines: list[str], deck: str | None) -> None:
    text = "# Start\n\n" + "\n".join(lines).replace("\0", "").encode("utf-8", "ignore").decode()
    assert_exact(read(tmp_path / "a.md", text, kind=deck).pages)  # type: ignore[arg-type]
