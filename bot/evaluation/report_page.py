"""A run as one page of HTML that asks no other host for anything, to read, filter and print."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from bot.evaluation.coverage import PageCoverage, coverage
from bot.evaluation.meanings import MEANINGS
from bot.evaluation.metrics import Figure
from bot.evaluation.plots import Row, whiskers
from bot.evaluation.report import Report
from bot.evaluation.report_cases import cases, sources_of
from bot.evaluation.results import METRICS, PERCENTILES, Figures, faults
from ingest.types import Library

HEADLINES = (
    *("citation_precision", "citation_recall", "quote_verbatim", "answered_right"),
    *("decline_recall", "false_decline_rate", "language_parity", "typo_stability"),
)
"""Figures shown large."""
PLOTTED = ("hit@1", "citation_precision", "citation_recall", "answered_right", "decline_recall")
"""Figures drawn by group."""
_GROUPS = {"language": "By language", "type": "By type of question", "source": "By source"}
_LISTED = 60
"""Statements that no question covers, named for each source."""


def report_page(report: Report, library: Library) -> str:
    """The page: figures, plots, every question, what of the sources is covered, what it was made with.

    Every text is escaped; the one script is named by its hash in the page's own Content-Security-Policy, so
    that nothing a source says can run.
    """
    script = _static("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"
    wrong = sum(bool(faults(case)) for case in report.cases) + len(report.failed)
    decks = [source.title for source in library.sources() if source.kind == "deck" and source.path]
    title = f"Evaluation: {decks[0]}" if len(decks) == 1 else "Evaluation"
    kept = f"Run {escape(report.name)} (UTC). " if report.name else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_static('report.css')}</style></head><body>"
        f'<header><h1>{escape(title)}</h1><p class="lead">{kept}'
        f"{report.n} questions asked, {wrong} to look at. "
        "Each figure is a mean over the n questions it applies to; the range is its 95 % interval "
        "(bootstrap over questions, fixed seed). No language model judged anything.</p>"
        '<nav><a href="#figures">Figures</a> <a href="#plots">Plots</a> <a href="#questions">Questions</a> '
        '<a href="#coverage">Coverage</a> <a href="#made">Made with</a></nav></header><main>'
        f"{_headlines(report.metrics)}{_table(report)}{_plots(report)}{_questions(report, library)}"
        f"{_coverage(coverage(report, library), library)}{_made(report)}"
        f"</main><script>{script}</script></body></html>"
    )


@cache
def _static(name: str) -> str:
    return (files("bot.page") / "static" / name).read_text(encoding="utf-8")


def _headlines(metrics: Figures) -> str:
    tiles = [
        f'<div class="tile"><p class="meaning">{escape(MEANINGS[name])}</p>'
        f'<p class="big">{_value(name, metrics[name])}</p>'
        f'<p class="range">{_range(metrics[name])} · {escape(name)}</p></div>'
        for name in HEADLINES
        if metrics[name].value is not None
    ]
    return f'<section class="tiles">{"".join(tiles)}</section>'


def _table(report: Report) -> str:
    languages = [name for name, _ in Counter(case.language for case in report.cases).most_common()]
    columns = {name: report.by["language"][name] for name in languages}
    if "follow_up" in report.by["follow_up"]:
        columns["follow-ups"] = report.by["follow_up"]["follow_up"]
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    rows = []
    for name in METRICS:
        figure = report.metrics[name]
        if figure.value is None:
            continue
        cells = "".join(f"<td>{_cell(name, values[name])}</td>" for values in columns.values())
        rows.append(
            f'<tr><th scope="row">{escape(name)}<small>{escape(MEANINGS[name])}</small></th>'
            f"<td><b>{_value(name, figure)}</b></td><td>{_range(figure)}</td>{cells}</tr>"
        )
    return (
        '<section id="figures"><h2>Figures</h2><div class="scroll"><table>'
        f"<thead><tr><th>metric</th><th>all</th><th>95 % and n</th>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        f"{_unmeasured(report.metrics)}</section>"
    )


def _unmeasured(metrics: Figures) -> str:
    names = [name for name in METRICS if metrics[name].value is None]
    if not names:
        return ""
    why = ""
    if "neutrality" in names and metrics["typo_stability"].n:
        why = " The answerer is not told which group asks, so no answer can depend on it."
    return f'<p class="gone">Not measured in this run: {escape(", ".join(names))}.{why}</p>'


def _plots(report: Report) -> str:
    parts = []
    for grouping, title in _GROUPS.items():
        groups = report.by[grouping]
        drawn = "".join(
            whiskers(
                metric,
                [Row(label=name.replace("_", " "), figure=values[metric]) for name, values in groups.items()],
                reference=report.metrics[metric].value,
            )
            for metric in PLOTTED
        )
        if grouping == "language":
            variants = report.by["variant_language"]
            rows = [Row(label=name, figure=each["language_parity"]) for name, each in variants.items()]
            drawn += whiskers("language_parity", rows, reference=report.metrics["language_parity"].value)
        parts.append(f'<h3>{title}</h3><div class="plots">{drawn}</div>')
    return (
        '<section id="plots"><h2>Plots</h2><p class="gone">Dot: the mean. Line: its 95 % interval; with few '
        "questions it is long, and no comparison holds. Dashed: the mean over all questions.</p>"
        f"{''.join(parts)}</section>"
    )


def _questions(report: Report, library: Library) -> str:
    def choice(name: str, label: str, values: Sequence[str]) -> str:
        options = "".join(f'<option value="{escape(v)}">{escape(v)}</option>' for v in values)
        return (
            f'<label>{label} <select data-filter="{name}"><option value="">all</option>'
            f"{options}</select></label>"
        )

    languages = sorted({case.language for case in report.cases})
    types = sorted({case.type for case in report.cases})
    sources = sorted({source for case in report.cases for source in sources_of(case)})
    return (
        '<section id="questions"><h2>Questions</h2><form class="filters" role="search">'
        '<label>Show <select data-filter="state"><option value="">all</option>'
        '<option value="wrong" selected>to look at</option><option value="fine">as expected</option></select>'
        f"</label>{choice('language', 'Language', languages)}{choice('type', 'Type', types)}"
        f"{choice('source', 'Source', sources)}"
        '<label>Stability <select data-filter="shaky"><option value="">all</option>'
        '<option value="yes">answered otherwise</option></select></label>'
        '<label>Words <input type="search" data-filter="text"></label>'
        '<button type="button" data-open>Open all shown</button> <output></output></form>'
        f"{cases(report.cases, report.failed, library)}</section>"
    )


def _coverage(pages: Sequence[PageCoverage], library: Library) -> str:
    parts = []
    for source in library.sources():
        own = [page for page in pages if page.source_id == source.source_id]
        if own:
            parts.append(f"<h3>{escape(source.title)}</h3>{_source_coverage(own)}")
    return (
        '<section id="coverage"><h2>What of the sources is covered</h2><p class="gone">Each box is a page '
        "and the number of test questions whose answer cites it. Green is cited, yellow found and never "
        "cited, red neither, hatched without text beyond a title. What no question asks about, no figure "
        f"above vouches for.</p>{''.join(parts)}</section>"
    )


def _source_coverage(pages: Sequence[PageCoverage]) -> str:
    boxes = "".join(
        f'<span class="box {_shade(page)}" title="{escape(f"{page.page}: {page.title}")}">'
        f"<b>{page.page}</b>{page.cited or '–'}</span>"
        for page in pages
    )
    kinds = {
        "Without text beyond a title": [page.page for page in pages if not page.has_text],
        "Never among the first five found": [page.page for page in pages if not page.found],
        "Never cited": [page.page for page in pages if not page.cited],
        "Asked about by no question": [page.page for page in pages if not page.asked],
    }
    lists = "".join(
        f"<li><b>{name}:</b> {', '.join(map(str, numbers)) or 'none'}</li>" for name, numbers in kinds.items()
    )
    unasked = [(page, text) for page in pages for text in page.unasked]
    total = sum(page.statements for page in pages)
    named = "".join(f"<li>{page.page}: {escape(text)}</li>" for page, text in unasked[:_LISTED])
    rest = f"<li>and {len(unasked) - _LISTED} more</li>" if len(unasked) > _LISTED else ""
    return (
        f'<div class="boxes">{boxes}</div><ul>{lists}</ul>'
        f"<details><summary>{len(unasked)} of {total} statements that no question covers</summary>"
        f"<ul>{named}{rest}</ul></details>"
    )


def _shade(page: PageCoverage) -> str:
    if not page.has_text:
        return "blank"
    return "cited" if page.cited else "found" if page.found else "never"


def _made(report: Report) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value) or "(empty)"}</td></tr>'
        for name, value in report.settings.items()
    )
    return f'<section id="made"><h2>Made with</h2><table class="made"><tbody>{rows}</tbody></table></section>'


def _value(name: str, figure: Figure) -> str:
    return f"{figure.value:.0f} ms" if name in PERCENTILES else f"{figure.value:.2f}"


def _range(figure: Figure) -> str:
    interval = figure.interval
    return (f"{interval.low:.2f}–{interval.high:.2f} " if interval else "") + f"<i>n {figure.n}</i>"


def _cell(name: str, figure: Figure) -> str:
    return "–" if figure.value is None else f"{_value(name, figure)} <i>({figure.n})</i>"
