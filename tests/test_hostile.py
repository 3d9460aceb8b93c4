"""A folder of files made to do harm, or harmed: each is one line that names it, and the rest is read."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import LetterEmbedder
from fpdf import FPDF
from office_support import archive, docx, odf, p
from pptx import Presentation

from ingest.build import ingest
from ingest.errors import FileCrashedError, FileTooLargeError, FileTooSlowError, ParseError
from ingest.isolation import FileReader, reading_apart
from ingest.parse_limits import Limits
from ingest.settings import Settings

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><x>&j;</x>"
)
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x.dtd">%e;]><x/>'
MAIN = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "odp": "content.xml",
    "pptx": "ppt/presentation.xml",
}
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


def whole(folder: Path) -> dict[str, bytes]:
    """A good file of each format that holds the word Quicksilver."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Quicksilver"
    deck.save(str(folder / "whole.pptx"))
    docx(folder / "whole.docx", p("Quicksilver.") * 20)
    odf(folder / "whole.odt", "<office:text><text:p>Quicksilver.</text:p></office:text>")
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    paper.text(20, 20, "Quicksilver.")
    (folder / "whole.pdf").write_bytes(bytes(paper.output()))
    (folder / "whole.html").write_text("<html><body><p>Quicksilver.</p></body></html>")
    return {path.suffix[1:]: path.read_bytes() for path in sorted(folder.glob("whole.*"))}


def bomb(folder: Path, suffix: str) -> None:
    archive(folder / f"zeros.{suffix}", {MAIN[suffix]: "0" * 60_000_000})


def nested(folder: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "0" * 30_000_000)
    archive(
        folder / "archives.docx", {"word/document.xml": "<w/>", "word/embeddings/a.zip": inner.getvalue()}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    good = whole(corpus)
    for suffix, part in MAIN.items():
        for name, xml in (("laughs", LAUGHS), ("xxe", XXE), ("parameter", PARAMETER)):
            archive(corpus / f"{name}.{suffix}", {part: xml})
        bomb(corpus, suffix)
        archive(corpus / f"deep.{suffix}", {part: "<a>" * 100_000 + "</a>" * 100_000})
        (corpus / f"encrypted.{suffix}").write_bytes(ENCRYPTED)
        (corpus / f"older.{suffix}").write_bytes(OLE)
        (corpus / f"mislabelled.{suffix}").write_bytes(good["pdf"])
        (corpus / f"escaping.{suffix}").write_bytes(b"PK\3\4 and no more")
    nested(corpus)
    archive(corpus / "outside.docx", {"../../../etc/passwd": "x", "_rels/.rels": "<x/>"})
    for suffix, data in good.items():
        if suffix != "html":
            (corpus / f"cut.{suffix}").write_bytes(data[: len(data) // 2])
    (corpus / "mislabelled.pdf").write_bytes(good["docx"])
    (corpus / "mislabelled.html").write_bytes(good["pdf"])
    (corpus / "binary.md").write_bytes(b"\0\1\2" * 100)
    return corpus


def test_every_hostile_file_is_one_line_and_the_rest_of_the_folder_is_read(
    folder: Path, tmp_path: Path
) -> None:
    settings = Settings(corpus=str(folder), home=str(tmp_path / "home"))
    report = ingest(settings, embedder=LetterEmbedder())
    read = {each.source.path.name for each in report.sources if each.source.path and not each.error}
    assert {"whole.pptx", "whole.docx", "whole.odt", "whole.pdf", "whole.html"} <= read
    refused = {
        each.source.path.name: each.error for each in report.sources if each.source.path and each.error
    }
    hostile = {path.name for path in folder.iterdir()} - {name for name in read if name.startswith("whole")}
    assert hostile - refused.keys() <= {"cut.pdf"}, "half a PDF may still hold its page"
    for name, reason in refused.items():
        assert repr(name) in reason
        assert "\n" not in reason
        assert len(reason) < 500
        assert "crash" not in reason
    assert "root:" not in str(report)


def test_nothing_of_the_system_is_read_by_way_of_an_entity(folder: Path) -> None:
    with reading_apart() as reader:
        for path in sorted(folder.glob("xxe.*")):
            with pytest.raises(ParseError, match="document type declaration"):
                reader.parse(path, source_id="s")


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with reading_apart(Limits(seconds=30)) as made:
        yield made


def spoilt(data: bytes, seed: int) -> bytes:
    """The data with some of its bytes changed, doubled or missing."""
    dice = random.Random(seed)
    found = bytearray(data)
    for _ in range(dice.randrange(1, 12)):
        found = found or bytearray(b" ")
        at = dice.randrange(len(found))
        deed = dice.randrange(3)
        if deed == 0:
            found[at] = dice.randrange(256)
        elif deed == 1:
            del found[at : at + dice.randrange(1, 40)]
        else:
            found[at:at] = found[at : at + dice.randrange(1, 200)]
    return bytes(found)


def spoilt_part(data: bytes, seed: int) -> bytes:
    """The archive with one of its parts spoilt."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels")) and old.read(name)]
        chosen = names[seed % len(names)]
        for name in old.namelist():
            new.writestr(name, spoilt(old.read(name), seed) if name == chosen else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize("suffix", ["pptx", "docx", "odt", "pdf", "html"])
def test_a_spoilt_file_is_read_or_refused(tmp_path: Path, reader: FileReader, suffix: str) -> None:
    data = whole(tmp_path)[suffix]
    for seed in range(40):
        path = tmp_path / f"spoilt-{seed}.{suffix}"
        inside = suffix in MAIN and seed % 2
        path.write_bytes(spoilt_part(data, seed) if inside else spoilt(data, seed))
        said = repr(path.name)
        try:
            reader.parse(path, source_id="s")
        except (FileCrashedError, FileTooLargeError, FileTooSlowError) as error:
            pytest.fail(str(error))
        except ParseError as error:
            said = str(error)
        assert repr(path.name) in said
