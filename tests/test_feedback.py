from __future__ import annotations

import csv
import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.page.feedback import Feedback, FeedbackFile, as_csv, as_json_lines, read_feedback
from ingest.errors import FeedbackError

GIVEN = Feedback(
    verdict="not_helpful",
    question="How many <jobs>?",
    answer="279.4 million [1]",
    outcome="answered",
    cited=("deck/2", "deck/3"),
    reason="incomplete",
    comment="And\nin Asia? é",
    group="workers",
    language="fr",
    day="2026-11-25",
    build="one",
)


def test_what_is_saved_is_read_back_in_order(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path / "deep" / "feedback.jsonl")
    assert file.read() == ([], 0)
    file.save(GIVEN)
    file.save(replace(GIVEN, verdict="helpful", reason=None))
    assert file.read() == ([GIVEN, replace(GIVEN, verdict="helpful", reason=None)], 0)


def test_a_line_cut_short_by_a_crash_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    file = FeedbackFile(path)
    file.save(GIVEN)
    path.write_bytes(path.read_bytes() + b'{"verdict": "hel')
    file.save(replace(GIVEN, comment="after"))
    found, broken = file.read()
    assert ([each.comment for each in found], broken) == ([GIVEN.comment, "after"], 1)


def test_readers_may_judge_at_once(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    readers = [threading.Thread(target=file.save, args=(replace(GIVEN, build=str(n)),)) for n in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    found, broken = file.read()
    assert ({each.build for each in found}, broken) == ({str(n) for n in range(20)}, 0)


def test_a_folder_that_cannot_be_written_is_an_error_naming_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FeedbackError, match=r"feedback\.jsonl"):
        FeedbackFile(tmp_path / "file" / "feedback.jsonl").save(GIVEN)


def test_a_table_never_holds_a_formula() -> None:
    rows = list(
        csv.DictReader(io.StringIO(as_csv([replace(GIVEN, comment='=HYPERLINK("http://x")'), GIVEN])))
    )
    assert rows[0]["comment"] == '\'=HYPERLINK("http://x")'
    assert rows[1]["comment"] == GIVEN.comment
    assert rows[1]["cited"] == "deck/2 deck/3"


def test_lines_of_json_are_read_as_feedback() -> None:
    assert read_feedback(as_json_lines([GIVEN])) == GIVEN


@pytest.mark.parametrize("text", ["", "[]", '{"verdict": "helpful"}', as_json_lines([GIVEN]) * 2])
def test_what_is_no_feedback_is_an_error(text: str) -> None:
    with pytest.raises(FeedbackError, match="no feedback"):
        read_feedback(text)


def test_a_remark_too_long_is_refused() -> None:
    with pytest.raises(FeedbackError, match="at most 4,000 characters"):
        read_feedback(as_json_lines([replace(GIVEN, comment="x" * 4001)]))
