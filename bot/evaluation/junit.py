"""A run as JUnit XML, which CI systems show question by question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from bot.evaluation.report import Report
from bot.evaluation.results import faults
from bot.evaluation.thresholds import Verdict

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, verdicts: Sequence[Verdict] = ()) -> str:
    """The XML: a suite of the thresholds, and one of the questions, of which each fault is a failure.

    A question that could not be asked is an error; one that went as expected passes, with its time.
    """
    root = Xml.Element("testsuites", name="rapporteur eval")
    if verdicts:
        missed = sum(not verdict.kept for verdict in verdicts)
        suite = _suite(root, "thresholds", tests=len(verdicts), failures=missed)
        for verdict in verdicts:
            case = Xml.SubElement(suite, "testcase", classname="thresholds", name=str(verdict.threshold))
            if not verdict.kept:
                Xml.SubElement(case, "failure", message=str(verdict))
    wrong = sum(bool(faults(case)) for case in report.cases)
    suite = _suite(root, "questions", tests=report.n, failures=wrong, errors=len(report.failed))
    for result in report.cases:
        case = Xml.SubElement(
            suite,
            "testcase",
            classname=_plain(f"questions.{result.type}"),
            name=_plain(f"{result.id} {result.question}"),
            time=f"{result.scores.get('latency_ms', 0) / 1000:.3f}",
        )
        if told := faults(result):
            failure = Xml.SubElement(case, "failure", message=_plain("; ".join(told)))
            failure.text = _plain(result.answer)
    for failed in report.failed:
        case = Xml.SubElement(suite, "testcase", classname="questions", name=_plain(failed.id))
        Xml.SubElement(case, "error", message=_plain(failed.error))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, name: str, **counts: int) -> Xml.Element:
    told = {"name": name} | {key: str(value) for key, value in counts.items()}
    return Xml.SubElement(root, "testsuite", told)


def _plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
