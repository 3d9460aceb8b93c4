"""Examples to train the reader on: a question, a text, and the words of it that answer, if any do."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.language.translate import gloss, translate
from ingest.stopwords import STOPWORDS
from ingest.terms import terms

SLIDES = Path(__file__).parent / "slides"
"""Invented slides and pages with questions that they answer and near misses, written for this purpose."""
NEAR = 4
"""Slides before and after one that count as near it."""
HELD_OUT = 10
"""Every tenth slide of a file is kept for judging."""

_SENTENCE = re.compile(r'(?<=[.!?])["”)]?\s+(?=[A-Z"“(\[0-9])')
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}|\b\d{3,4}\b")
_ASKING = frozenset({"who", "when", "where", "how"})


@dataclass(frozen=True, kw_only=True)
class Example:
    """One question beside one text."""

    question: str
    text: str
    answer: str = ""
    """Words of the text that answer; empty when it does not answer."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of a public set, with one question about it."""

    paragraph_id: str
    title: str
    text: str
    question: str
    answers: tuple[str, ...]
    plausible: tuple[str, ...] = ()
    """What looks like an answer to an unanswerable question and is none."""


@dataclass(frozen=True, kw_only=True)
class Slide:
    """An invented slide."""

    title: str
    text: str
    answered: tuple[tuple[str, tuple[str, ...]], ...]
    """Questions with the exact words that answer them."""
    unanswered: tuple[str, ...]
    neighbours: tuple[tuple[str, str], ...] = ()
    """Titles and texts of slides near it, most of them of the same imagined document."""


def paragraphs(folder: Path, *, titled: bool) -> list[Paragraph]:
    """The questions of a set in the form that `rapporteur bench` reads, each with its gold paragraph."""
    corpus = {row["id"]: row for row in _rows(folder, "corpus*.jsonl")}
    gold = {row["qid"]: corpus[row["docid"]] for row in _rows(folder, "qrels*.jsonl")}
    return [
        Paragraph(
            paragraph_id=gold[row["id"]]["id"],
            title=gold[row["id"]]["title"].replace("_", " ") if titled else "",
            text=gold[row["id"]]["text"],
            question=row["question"],
            answers=tuple(row["answers"]) if row["answerable"] else (),
            plausible=tuple(row.get("plausible") or ()),
        )
        for row in _rows(folder, "queries*.jsonl")
    ]


def slides(*, held_out: bool) -> list[Slide]:
    """The invented slides to train on, or those kept for judging."""
    found = []
    for file in sorted(SLIDES.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for at, row in enumerate(rows):
            if (at % HELD_OUT == HELD_OUT - 1) is held_out:
                near = [rows[i] for i in range(at - NEAR, at + NEAR + 1) if i != at and 0 <= i < len(rows)]
                english = _in_english(row.get("language", "en"), [row, *near])
                found.append(
                    Slide(
                        title=row["title"],
                        text=row["text"],
                        answered=tuple((english(each["q"]), tuple(each["a"])) for each in row["yes"]),
                        unanswered=tuple(english(question) for question in row["no"]),
                        neighbours=tuple((other["title"], other["text"]) for other in near),
                    )
                )
    return found


def _in_english(language: str, around: Sequence[Mapping[str, str]]) -> Callable[[str], str]:
    """Reads questions as the bot does: French and Spanish ones word by word in the English of the sources."""
    if language == "en":
        return str
    said = frozenset(term for each in around for term in terms(f"{each['title']} {each['text']}", "en"))

    def english(question: str) -> str:
        pieces = translate(question, language)
        return gloss(pieces, lambda way: said.issuperset(terms(way, "en")), joined=True)

    return english


def from_paragraph(one: Paragraph, near: Sequence[Paragraph], rng: random.Random) -> Iterator[Example]:
    """Examples of one question: its paragraph or some sentences of it, and texts that do not answer it.

    These are the paragraph without the sentences that answer, a paragraph near it, and the question with a
    name or number changed to another one of the paragraph.
    """
    question = plainer(one.question, rng)
    answers = [each for each in one.answers if find(each, one.text) >= 0]
    if not one.answers:
        looks = [each for each in one.plausible if find(each, one.text) >= 0]
        at = find(rng.choice(looks), one.text) if looks else None
        text = one.text if rng.random() < 0.33 else window(one.text, at, rng)
        yield Example(question=question, text=styled(one.title, text, rng))
    if not answers:
        return
    answer = rng.choice(answers)
    text = one.text if rng.random() < 0.3 else window(one.text, find(answer, one.text), rng)
    text = text if find(answer, text) >= 0 else one.text
    yield Example(question=question, text=styled(one.title, text, rng), answer=answer)
    if one.title and rng.random() < 0.25 and (other := changed(one.question, one.text, rng)):
        yield Example(question=plainer(other, rng), text=styled(one.title, text, rng))
    dice = rng.random()
    if dice < 0.35 and (rest := without(one.text, one.answers, rng)):
        yield Example(question=question, text=styled(one.title, rest, rng))
    elif 0.35 <= dice < 0.6 and near:
        other_one = rng.choice(near)
        if not any(each.lower() in other_one.text.lower() for each in one.answers):
            text = other_one.text if rng.random() < 0.4 else window(other_one.text, None, rng)
            yield Example(question=question, text=styled(other_one.title, text, rng))


def from_slide(slide: Slide, rng: random.Random) -> Iterator[Example]:
    """Examples of one slide: its questions, and some beside what does not answer them.

    That is another slide, mostly the likest to the question in its words; the slide without the lines that
    answer; and a line of it by itself, as statements are read.
    """
    for question, answers in slide.answered:
        body = slide.text.replace("\n", "\n- ") if rng.random() < 0.25 else slide.text
        title = slide.title if rng.random() < 0.95 else ""
        yield Example(question=plainer(question, rng), text=_under(title, body), answer=rng.choice(answers))
        dice = rng.random()
        lines = slide.text.split("\n")
        rest = [line for line in lines if not any(a in line or line in a for a in answers)]
        if dice < 0.2 and slide.neighbours:
            other, text = _likest(question, slide.neighbours, rng)
            if not any(answer in text for answer in answers):
                yield Example(question=plainer(question, rng), text=_under(other, text))
        elif 0.2 <= dice < 0.35 and rest and len(rest) < len(lines):
            yield Example(question=plainer(question, rng), text=_under(slide.title, "\n".join(rest)))
        elif 0.35 <= dice < 0.7 and len(answers) == 1 and rest and len(rest) < len(lines):
            said = [line for line in lines if answers[0] in line]
            if said:
                text = _under(slide.title, said[0])
                yield Example(question=plainer(question, rng), text=text, answer=answers[0])
                other = _likest(question, [(slide.title, line) for line in rest], rng)[1]
                yield Example(question=plainer(question, rng), text=_under(slide.title, other))
    for question in slide.unanswered:
        body = slide.text.replace("\n", "\n- ") if rng.random() < 0.25 else slide.text
        title = slide.title if rng.random() < 0.95 else ""
        yield Example(question=plainer(question, rng), text=_under(title, body))


def _likest(question: str, texts: Sequence[tuple[str, str]], rng: random.Random) -> tuple[str, str]:
    """A title and text: mostly those that share most words with the question, else any."""
    if rng.random() < 0.3:
        return rng.choice(texts)
    asked = set(re.findall(r"\w+", question.lower())) - STOPWORDS["en"]
    shared = [len(asked & set(re.findall(r"\w+", f"{title} {text}".lower()))) for title, text in texts]
    return texts[shared.index(max(shared))]


def find(answer: str, text: str) -> int:
    """Where the answer stands in the text, upper and lower case alike if need be; -1 if nowhere."""
    at = text.find(answer)
    return at if at >= 0 else text.lower().find(answer.lower())


def sentences(text: str) -> list[tuple[int, int]]:
    """Beginning and end of each sentence; very short ones go with the one before."""
    found: list[tuple[int, int]] = []
    at = 0
    for begin, end in [*(match.span() for match in _SENTENCE.finditer(text)), (len(text), len(text))]:
        if found and found[-1][1] - found[-1][0] < 25:
            found[-1] = (found[-1][0], begin)
        else:
            found.append((at, begin))
        at = end
    return found


def window(text: str, at: int | None, rng: random.Random) -> str:
    """One to four sentences of the text, among them the one at that character."""
    all_of = sentences(text)
    last = len(all_of) - 1
    kept = (
        rng.randrange(len(all_of))
        if at is None
        else next((i for i, (begin, end) in enumerate(all_of) if begin <= at < end + 2), last)
    )
    count = rng.choice((1, 1, 2, 2, 3, 4))
    first = max(0, kept - rng.randrange(count))
    end = max(min(len(all_of), first + count), kept + 1)
    return text[all_of[first][0] : all_of[end - 1][1]]


def without(text: str, answers: Sequence[str], rng: random.Random) -> str:
    """Some sentences of the text, none of which holds an answer; empty if there are none."""
    all_of = [text[begin:end] for begin, end in sentences(text)]
    rest = [one for one in all_of if not any(answer.lower() in one.lower() for answer in answers)]
    if len(rest) == len(all_of):
        return ""
    count = rng.choice((1, 2, 3, 4, 99))
    first = rng.randrange(max(1, len(rest) - count + 1))
    return " ".join(rest[first : first + count])


def styled(title: str, text: str, rng: random.Random) -> str:
    """The text as prose or as a list of its sentences, mostly under its title."""
    if rng.random() < 0.25:
        text = "\n".join("- " + text[begin:end] for begin, end in sentences(text))
    return _under(title, text) if title and rng.random() < 0.7 else text


def plainer(question: str, rng: random.Random) -> str:
    """The question, now and then as its key words alone or in lower case."""
    dice = rng.random()
    if dice < 0.12:
        kept = [
            word
            for word in re.findall(r"[\w'-]+", question)
            if word.lower() not in STOPWORDS["en"] or word.lower() in _ASKING
        ]
        return " ".join(kept) if len(kept) > 1 else question
    return question.lower().rstrip("?") if dice < 0.25 else question


def changed(question: str, text: str, rng: random.Random) -> str:
    """The question with a name or number changed to another of the text; empty if there is none to change."""
    mine = _NAME.findall(question)
    if not mine:
        return ""
    old = rng.choice(mine)
    others = [
        each
        for each in sorted(set(_NAME.findall(text)))
        if each not in question and each[0].isdigit() == old[0].isdigit()
    ]
    return question.replace(old, rng.choice(others)) if others else ""


def _under(title: str, text: str) -> str:
    return f"{title}\n{text}" if title else text


def _rows(folder: Path, pattern: str) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for file in sorted(folder.glob(pattern)) for line in file.open(encoding="utf-8")]
