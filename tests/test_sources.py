from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import CorpusError, ManifestError
from ingest.sources import find_sources, read_examples, read_manifest, slugify
from ingest.types import SlideRef

DECK = '[[source]]\nid = "deck"\ntitle = "The deck"\nkind = "deck"\n'


def manifest(folder: Path, text: str) -> Path:
    """A `sources.toml` of that text in the folder."""
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def files(folder: Path, *names: str) -> None:
    """Files of a line each, with the folders they lie in."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("A line.\n")


def test_a_manifest_is_read_whole_and_in_order(tmp_path: Path) -> None:
    files(tmp_path, "briefing.md")
    first, second = read_manifest(
        manifest(
            tmp_path,
            """
            [[source]]
            id = "briefing-2021"
            title = "The briefing"
            kind = "deck"
            path = "briefing.md"
            language = "fr"

            [[source]]
            id = "r193"
            title = "Recommendation No. 193"
            kind = "document"
            url = "https://example.org/r193"
            publisher = "A secretariat"
            date = "2002-06-20"
            licence = "All rights reserved"
            status = "later"
            linked_from = ["briefing-2021/7", "briefing-2021/12"]
            note = "To be supplied by hand."
            """,
        )
    )
    assert (first.source_id, first.title, first.kind, first.status) == (
        "briefing-2021",
        "The briefing",
        "deck",
        "deck",
    )
    assert (first.path, first.language, first.url, first.linked_from) == (
        tmp_path / "briefing.md",
        "fr",
        None,
        (),
    )
    assert (second.source_id, second.status, second.language, second.path) == ("r193", "later", "en", None)
    assert (second.url, second.date) == ("https://example.org/r193", "2002-06-20")
    assert (second.publisher, second.licence) == ("A secretariat", "All rights reserved")
    assert second.note == "To be supplied by hand."
    assert second.linked_from == (
        SlideRef(source_id="briefing-2021", page=7),
        SlideRef(source_id="briefing-2021", page=12),
    )


def test_a_document_is_linked_unless_the_manifest_says_otherwise(tmp_path: Path) -> None:
    [source] = read_manifest(manifest(tmp_path, DECK.replace('kind = "deck"', 'kind = "document"')))
    assert (source.kind, source.status) == ("document", "linked")


def test_a_document_is_found_by_its_id_among_the_documents(tmp_path: Path) -> None:
    files(tmp_path, "documents/deck.txt", "documents/other.txt")
    [source] = read_manifest(manifest(tmp_path, DECK))
    assert source.path == tmp_path / "documents" / "deck.txt"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[source]\n", "is not valid TOML"),
        ("source = 1\n", r"must hold one \[\[source\]\] table a source"),
        ("source = [1]\n", r"must hold one \[\[source\]\] table a source"),
        ('[[sources]]\nid = "a"\n', "there is no 'sources'"),
        (
            DECK + "pages = 3\n",
            "source 'deck': there is no field 'pages'; the fields are answer_from, by_hand, date, id, kind",
        ),
        (DECK + "date = 2021\n", "source 'deck': 'date' must be a text in quotes"),
        (DECK + "date = 2021-03-15\n", "source 'deck': 'date' must be a text in quotes"),
        (DECK + 'date = "March 2021"\n', "source 'deck': date is 'March 2021'; write it as 2021, 2021-03"),
        ('[[source]]\ntitle = "T"\nkind = "deck"\n', "source 'number 1': 'id' is missing"),
        ('[[source]]\nid = "d"\nkind = "deck"\n', "source 'd': 'title' is missing"),
        ('[[source]]\nid = "d"\ntitle = "T"\n', "source 'd': 'kind' is missing"),
        (
            DECK.replace('id = "deck"', 'id = "My Deck"'),
            "source 'My Deck': an id is made of lower-case letters",
        ),
        (
            DECK.replace('kind = "deck"', 'kind = "film"'),
            "source 'deck': kind is 'film'; it takes deck, document",
        ),
        (
            DECK + 'status = "old"\n',
            "source 'deck': status is 'old'; it takes deck, later, linked, third_party",
        ),
        (DECK + 'url = "javascript:alert(1)"\n', "source 'deck': url is 'javascript:alert"),
        (DECK + 'path = "absent.md"\n', "source 'deck': there is no file 'absent.md'"),
        (
            DECK + 'path = "../secret.md"\n',
            r"source 'deck': path '\.\./secret\.md' leads out of the corpus folder",
        ),
        (DECK + 'path = "/etc/hosts"\n', "source 'deck': path '/etc/hosts' leads out of the corpus folder"),
        (DECK + 'linked_from = ["deck"]\n', """linked_from has 'deck'; write it as "deck-id/12"."""),
        (DECK + 'linked_from = ["deck/0"]\n', "linked_from has 'deck/0'"),
        (DECK + 'linked_from = ["dck/3"]\n', "'deck' is linked from 'dck', which it does not name"),
        (DECK + DECK, "has 2 sources with the id 'deck'; make them differ"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "corpus").mkdir()
    files(tmp_path, "secret.md")
    with pytest.raises(ManifestError, match=said) as caught:
        read_manifest(manifest(tmp_path / "corpus", text))
    assert "sources.toml" in str(caught.value)


def test_a_path_through_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    files(tmp_path, "secret.md", "corpus/readme.md")
    (tmp_path / "corpus" / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(ManifestError, match=r"'link\.md' leads out"):
        read_manifest(manifest(tmp_path / "corpus", DECK + 'path = "link.md"\n'))
    (tmp_path / "corpus" / "sources.toml").unlink()
    assert [s.source_id for s in find_sources([tmp_path / "corpus"])] == ["readme"]


def test_examples_are_the_manifests_and_none_without_one(tmp_path: Path) -> None:
    assert read_examples(tmp_path) == []
    manifest(tmp_path, DECK)
    assert read_examples(tmp_path) == []
    manifest(tmp_path, 'examples = ["How many?", "Why?"]\n' + DECK)
    assert read_examples(tmp_path) == ["How many?", "Why?"]
    manifest(tmp_path, "examples = [1]\n")
    with pytest.raises(ManifestError, match="examples must be a list of texts"):
        read_examples(tmp_path)


def test_any_folder_is_a_corpus_every_readable_file_a_source(tmp_path: Path) -> None:
    files(
        tmp_path,
        "b.MD",
        "a/Rapport été.txt",
        "picture.png",
        "a/c.pptx",
        "d.pdf",
        ".hidden.md",
        ".git/x.md",
        "~$c.pptx",
    )
    sources = find_sources([tmp_path])
    assert [(s.source_id, s.title, s.status) for s in sources] == [
        ("rapport-ete", "", "linked"),
        ("c", "", "linked"),
        ("b", "", "linked"),
        ("d", "", "linked"),
    ]
    assert sources[0].path == tmp_path / "a" / "Rapport été.txt"


def test_files_that_the_manifest_does_not_name_come_after_those_it_does(tmp_path: Path) -> None:
    files(tmp_path, "a.md", "z.md", "documents/paper.txt")
    manifest(
        tmp_path,
        DECK + 'path = "z.md"\n[[source]]\nid = "paper"\ntitle = "P"\nkind = "document"\n'
        '[[source]]\nid = "far"\ntitle = "F"\nkind = "document"\n',
    )
    found = [(s.source_id, s.path.name if s.path else None) for s in find_sources([tmp_path])]
    assert found == [("deck", "z.md"), ("paper", "paper.txt"), ("far", None), ("a", "a.md")]


def test_a_single_file_is_a_corpus(tmp_path: Path) -> None:
    files(tmp_path, "notes/A deck.md")
    [source] = find_sources([tmp_path / "notes" / "A deck.md"])
    assert (source.source_id, source.path) == ("a-deck", tmp_path / "notes" / "A deck.md")


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["a.md", "a.txt"], ["a-md", "a-txt"]),
        (["a b.md", "a-b.md"], ["a-b-md", "a-b-md-2"]),
        (["a.md", "a.txt", "a_md.txt"], ["a-md", "a-txt", "a-md-txt"]),
        (["x/a.md", "y/a.md", "y/b.md"], ["x-a", "y-a", "b"]),
        (["été.md", "ete.md"], ["ete-md", "ete-md-2"]),
        (["总结.md", "报告.md"], ["source-md", "source-md-2"]),
    ],
)
def test_files_of_one_name_are_told_apart(tmp_path: Path, names: list[str], ids: list[str]) -> None:
    files(tmp_path, *names)
    assert [s.source_id for s in find_sources([tmp_path])] == ids


def test_an_id_of_the_manifest_is_never_changed(tmp_path: Path) -> None:
    files(tmp_path, "deck.md", "other.md")
    manifest(tmp_path, DECK + 'path = "other.md"\n')
    assert [(s.source_id, s.path and s.path.name) for s in find_sources([tmp_path])] == [
        ("deck", "other.md"),
        ("deck-md", "deck.md"),
    ]


def test_two_manifests_may_not_use_one_id(tmp_path: Path) -> None:
    files(tmp_path, "one/deck.md", "two/deck.md")
    for folder in ("one", "two"):
        manifest(tmp_path / folder, DECK + 'path = "deck.md"\n')
    with pytest.raises(ManifestError, match="Two manifests name the source 'deck'"):
        find_sources([tmp_path / "one", tmp_path / "two"])


def test_a_corpus_that_is_not_there_or_empty_or_unreadable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no corpus at '.*absent'"):
        find_sources([tmp_path / "absent"])
    with pytest.raises(CorpusError, match=r"Nothing to read in '.*': no file ending in .*md"):
        find_sources([tmp_path])
    files(tmp_path, "picture.png")
    with pytest.raises(CorpusError, match=r"'picture\.png' is not of a kind that can be read \(.*\.md"):
        find_sources([tmp_path / "picture.png"])
    manifest(tmp_path, DECK)
    with pytest.raises(CorpusError, match="Nothing to read"):
        find_sources([tmp_path])


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("My Deck 2021", "my-deck-2021"),
        ("Économie_sociale", "economie-sociale"),
        ("--a--", "a"),
        ("社会", "source"),
    ],
)
def test_a_slug_is_plain(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_of_two_files_of_a_document_the_one_is_taken_that_needs_no_other_program(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "a"\ntitle = "A"\nkind = "document"\n')
    (tmp_path / "documents").mkdir()
    for suffix in (".doc", ".pdf"):
        (tmp_path / "documents" / f"a{suffix}").write_text("x")
    [source] = read_manifest(tmp_path / "sources.toml")
    assert source.path == tmp_path / "documents" / "a.pdf"
