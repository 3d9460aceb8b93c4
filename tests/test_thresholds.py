from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from bot.evaluation.junit import junit
from bot.evaluation.report import Report
from bot.evaluation.results import CaseResult, Failure
from bot.evaluation.thresholds import judged, read_thresholds
from ingest.errors import ThresholdsError


def result(id_: str, hit: float, language: str = "en") -> CaseResult:
    """What came of a question."""
    return CaseResult(
        id=id_,
        question="Is 1 < 2\x00?",
        language=language,
        type="number",
        follow_up=False,
        expect="answer",
        expected=(),
        outcome="answered",
        answer="Yes & no",
        scores={"hit@1": hit, "latency_ms": 250.0},
    )


REPORT = Report(settings={}, cases=(result("Q1", 1), result("Q2", 0), result("Q3", 0, "fr")))


def missed(folder: Path, text: str, report: Report = REPORT) -> list[str]:
    """What is said of the thresholds that are not kept."""
    file = folder / "thresholds.toml"
    file.write_text(text)
    return [str(verdict) for verdict in judged(read_thresholds(file), report) if not verdict.kept]


def test_a_figure_on_its_side_of_the_bound_keeps_it(tmp_path: Path) -> None:
    assert (
        missed(tmp_path, '[min]\n"hit@1" = 0.33\n[max]\n"hit@1" = 0.34\n[language.en.min]\n"hit@1" = 0.5')
        == []
    )


def test_a_figure_beyond_its_bound_is_told_with_its_n(tmp_path: Path) -> None:
    assert missed(tmp_path, '[min]\n"hit@1" = 0.34') == ["hit@1 is 0.3333 (n 3), not at least 0.34"]
    assert missed(tmp_path, '[max]\n"hit@1" = 0.3') == ["hit@1 is 0.3333 (n 3), not at most 0.3"]
    assert missed(tmp_path, '[language.fr.min]\n"hit@1" = 1') == [
        "hit@1 (language fr) is 0 (n 1), not at least 1"
    ]


def test_what_was_not_measured_keeps_no_threshold(tmp_path: Path) -> None:
    assert missed(tmp_path, "[min]\nfact_recall = 0") == ["fact_recall is not measured, not at least 0"]
    assert missed(tmp_path, "[max]\nfalse_decline_rate = 1")
    assert missed(tmp_path, '[language.es.min]\n"hit@1" = 0')


def test_a_question_that_could_not_be_asked_is_a_missed_threshold_unless_allowed(tmp_path: Path) -> None:
    failed = Report(settings={}, cases=REPORT.cases, failed=(Failure(id="Q4", error="x"),))

    assert missed(tmp_path, '[min]\n"hit@1" = 0', failed) == ["failed is 1 (n 4), not at most 0"]
    assert missed(tmp_path, '[min]\n"hit@1" = 0\n[max]\nfailed = 1', failed) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[min", "not valid TOML"),
        ("", "bounds nothing"),
        ('[least]\n"hit@1" = 1', "'least'"),
        ("[min]\nhit1 = 1", "'hit1'; known are hit@1"),
        ('[min]\n"hit@1" = "high"', "'high', which is no number"),
        ('[language.fr]\n"hit@1" = 1', r"\[language.fr\]"),
        ('[language.fr.least]\n"hit@1" = 1', "'least' in"),
        ("min = 1", r"no tables min and max"),
    ],
)
def test_a_file_that_means_nothing_is_an_error_that_says_why(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ThresholdsError, match=words):
        missed(tmp_path, text)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ThresholdsError, match=r"'.*none\.toml'"):
        read_thresholds(tmp_path / "none.toml")


def test_junit_has_a_case_a_question_and_a_case_a_threshold(tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text('[min]\n"hit@1" = 0.9')
    failed = Report(settings={}, cases=REPORT.cases[:2], failed=(Failure(id="Q4", error="Broke <here>"),))

    root = Xml.fromstring(junit(failed, judged(read_thresholds(file), failed)).encode())

    thresholds, questions = root
    assert {key: questions.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    assert [case.get("name") for case in questions] == ["Q1 Is 1 < 2?", "Q2 Is 1 < 2?", "Q4"]
    assert [[child.tag for child in case] for case in questions] == [[], ["failure"], ["error"]]
    assert questions[0].get("time") == "0.250"
    assert (questions[1][0].text, questions[2][0].get("message")) == ("Yes & no", "Broke <here>")
    assert (thresholds.get("tests"), thresholds.get("failures")) == ("2", "2")
    assert [case.get("name") for case in thresholds] == ["hit@1 at least 0.9", "failed at most 0"]
