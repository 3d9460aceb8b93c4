"""The questions of a run as HTML: what was answered, beside the pages expected and the pages cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.evaluation.metrics import is_span
from bot.evaluation.results import CaseResult, Failure, OtherwiseJson, faults
from bot.evaluation.scores import quote_span
from bot.markup import render
from bot.page.draw import face
from bot.page.labels import ENGLISH
from bot.slide_url import Span
from ingest.errors import UnknownPageError, UnknownSourceError
from ingest.types import Library

MOST = 4
"""Pages drawn of each kind; the others are named."""
_OUTCOMES = {
    "answered": "answered",
    "partly": "answered in part",
    "not_in_sources": "declined: not in the sources",
    "out_of_scope": "declined: out of scope",
    None: "retrieval only",
}

Place = tuple[str, int]


def cases(results: Sequence[CaseResult], failed: Sequence[Failure], library: Library) -> str:
    """Every question, those to look at first, with their pages drawn; then those that could not be asked."""
    ordered = sorted(enumerate(results), key=lambda each: not faults(each[1]))
    return "".join(_case(number, result, library) for number, result in ordered) + "".join(
        f'<div class="case wrong" data-state="wrong"><p><b>{escape(each.id)}</b> could not be asked: '
        f"{escape(each.error)}</p></div>"
        for each in failed
    )


def sources_of(case: CaseResult) -> list[str]:
    """The sources that answer a question or come near."""
    return sorted({place.source_id for place in (*case.expected, *case.near)})


def _case(number: int, case: CaseResult, library: Library) -> str:
    wrong = faults(case)
    shaky = [each for each in case.otherwise if each["agreement"] < 1]
    state = "wrong" if wrong else "fine"
    told = "; ".join(wrong) if wrong else "as expected"
    text = f"{case.id} {case.question} {told}".lower()
    body = [_facts(case, library), _answer(number, case)]
    if wrong:
        body.append(_side_by_side(number, case, library))
    if unsupported := [each for each in case.statements if not each["supported"]]:
        body.append(_list("Said without support", (each["text"] for each in unsupported)))
    if shaky:
        body.append(_list("Asked otherwise, answered otherwise", map(_shaky, shaky)))
    return (
        f'<details class="case {state}" data-state="{state}" data-language="{escape(case.language)}" '
        f'data-type="{escape(case.type)}" data-source="{escape(" ".join(sources_of(case)))}" '
        f'data-shaky="{"yes" if shaky else "no"}" data-text="{escape(text)}">'
        f'<summary><span class="id">{escape(case.id)}</span> '
        f'<span class="question" lang="{escape(case.language)}">{escape(case.question)}</span> '
        f'<span class="faults">{escape(told)}</span></summary>{"".join(body)}</details>'
    )


def _facts(case: CaseResult, library: Library) -> str:
    known = [case.type.replace("_", " "), case.language, *(["follow-up"] if case.follow_up else [])]
    known += [f"expected: {case.expect}", _OUTCOMES[case.outcome]]
    known += [f"kind: {case.kind}"] if case.kind not in (None, case.outcome) else []
    scores = " ".join(
        f"<span><i>{escape(name)}</i> {value:.2f}</span>"
        for name, value in case.scores.items()
        if name != "latency_ms"
    )
    for label, pages in (("answered by", case.expected), ("comes near:", case.near)):
        if pages:
            named = ", ".join(_named(library, each.source_id, each.page) for each in pages)
            known.append(f"{label} {named}")
    return f'<p class="known">{escape(" · ".join(known))}</p><p class="scores">{scores}</p>'


def _answer(number: int, case: CaseResult) -> str:
    if not case.answer:
        return ""
    shown = render(case.answer, lambda marker: f'<a href="#q{number}-c{marker}">[{marker}]</a>')
    return f'<blockquote class="answer" lang="{escape(case.language)}">{shown}</blockquote>'


def _side_by_side(number: int, case: CaseResult, library: Library) -> str:
    expected: dict[Place, list[str]] = {}
    for each in case.quotes:
        expected.setdefault((each["source"], each["page"]), []).append(each["quote"])
    title = "Expected"
    if not expected and case.near:
        title = "Comes near, does not answer"
        expected = {(place.source_id, place.page): [] for place in case.near}
    left = [
        _drawn(library, at, [span for quote in quotes if (span := _found(library, at, quote))])
        for at, quotes in list(expected.items())[:MOST]
    ]
    cited: dict[Place, list[tuple[int, str, Span]]] = {}
    for each in case.citations:
        one = (each["marker"], each["quote"], (each["start"], each["end"]))
        cited.setdefault((each["source"], each["page"]), []).append(one)
    right = [_cited(number, library, at, quoted) for at, quoted in list(cited.items())[:MOST]]
    heading = "Cited"
    if not right:
        heading = "Nothing cited; found first"
        right = [_drawn(library, (hit["source"], hit["page"]), []) for hit in case.hits[:2]]
    return (
        f'<div class="sides"><section><h3 class="part">{title}</h3>'
        f"{_or_none(left)}{_more(expected)}</section>"
        f'<section><h3 class="part">{heading}</h3>{_or_none(right)}{_more(cited)}</section></div>'
    )


def _cited(number: int, library: Library, at: Place, quoted: Sequence[tuple[int, str, Span]]) -> str:
    try:
        text = library.page(*at).text
    except (UnknownPageError, UnknownSourceError):
        text = ""
    spans = [span for _, quote, span in quoted if is_span(quote, *span, text)]
    anchors = "".join(f'<a id="q{number}-c{marker}"></a>' for marker, _, _ in quoted)
    return anchors + _drawn(library, at, spans)


def _found(library: Library, at: Place, quote: str) -> Span | None:
    try:
        return quote_span(quote, library.page(*at).text)
    except (UnknownPageError, UnknownSourceError):
        return None


def _drawn(library: Library, at: Place, spans: Sequence[Span]) -> str:
    try:
        page, source = library.page(*at), library.source(at[0])
    except (UnknownPageError, UnknownSourceError):
        return f'<p class="gone">{escape(at[0])}, page {at[1]}, is not in the corpus.</p>'
    return (
        f'<div class="slide"><p class="where">{escape(ENGLISH.place(page.unit, page.number))} · '
        f'{escape(source.title)}</p><div class="face" lang="{escape(source.language)}">'
        f"{face(page, spans)}</div></div>"
    )


def _named(library: Library, source_id: str, page: int) -> str:
    try:
        return f"{source_id} {ENGLISH.place(library.page(source_id, page).unit, page).lower()}"
    except (UnknownPageError, UnknownSourceError):
        return f"{source_id} page {page}"


def _shaky(each: OtherwiseJson) -> str:
    pages = ", ".join(f"{at['source']}/{at['page']}" for at in each["cited"]) or "nothing"
    told = f"{_OUTCOMES[each['outcome']]}, cites {pages}"
    return f"{each['way']} ({each['language']}): {each['question']} → {told}"


def _list(title: str, items: Iterable[str]) -> str:
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<h3 class="part">{title}</h3><ul>{listed}</ul>'


def _or_none(drawn: Sequence[str]) -> str:
    return "".join(drawn) or '<p class="gone">None.</p>'


def _more(pages: Sequence[Place] | dict[Place, list[str]] | dict[Place, list[tuple[int, str, Span]]]) -> str:
    rest = [f"{source}/{page}" for source, page in list(pages)[MOST:]]
    return f'<p class="gone">And {escape(", ".join(rest))}.</p>' if rest else ""
