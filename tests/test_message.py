from __future__ import annotations

import re
from dataclasses import replace

from fakes import JOBS, PAGES, SHARE, FakeLibrary, cite, declined, jobs
from html_support import HOSTILE, Tags

from bot.page import message
from bot.page.conversation import Exchange
from bot.page.labels import labels
from bot.slide_url import parse_spans
from bot.types import Answer, Refusal

LIBRARY = FakeLibrary()


def failure(fault: str) -> str:
    return message.reply(Exchange(question="Why?", state="failed", fault=fault))


def test_every_marker_becomes_a_link_to_its_quotation() -> None:
    answer = jobs(LIBRARY)
    links = [pairs for tag, pairs in Tags(message.answer(answer)).found if pairs.get("class") == "cite"]
    text = PAGES[1].text
    first = links[0]["href"] or ""
    start, end = parse_spans(re.findall(r"span=(\S+?)[#&]", first))[0]
    assert text[start:end] == JOBS
    assert links[0]["title"] == f"Slide 2: {PAGES[1].title} — {JOBS}"
    assert len(links) == 4  # two in the text, two in the list below it


def test_the_sources_cited_are_listed_once_a_page() -> None:
    html = message.answer(jobs(LIBRARY))
    assert html.count(f"Slide 2 · {PAGES[1].title}") == 1
    assert html.count("Briefing on cooperatives") == 0


def test_the_source_is_named_when_an_answer_cites_several() -> None:
    answer = jobs(LIBRARY)
    other = cite(LIBRARY, "report", 1, "Employment grew in every region.", marker=3)
    html = message.answer(replace(answer, citations=(*answer.citations, other)))
    assert html.count("Briefing on cooperatives") == 1
    assert "Page 1 · Summary" in html


def test_a_marker_without_a_citation_stays_text() -> None:
    html = message.answer(replace(jobs(LIBRARY), text="So it is [7].", citations=()))
    assert "[7]" in html
    assert "<a" not in html


def test_a_citation_that_leads_elsewhere_is_no_link() -> None:
    wrong = replace(cite(LIBRARY, "deck", 2, SHARE), url="javascript:alert(1)")
    assert "javascript" not in message.answer(replace(jobs(LIBRARY), citations=(wrong,)))


def test_links_follow_the_site_below_a_path() -> None:
    assert 'href="/chat/slide/deck/2?span=' in message.answer(jobs(LIBRARY), root="/chat")


def test_outcomes_look_different() -> None:
    looks = {
        message.answer(jobs(LIBRARY)),
        message.answer(replace(jobs(LIBRARY), outcome="partly")),
        message.answer(replace(jobs(LIBRARY), outcome="not_in_sources")),
        message.answer(replace(jobs(LIBRARY), outcome="out_of_scope")),
    }
    assert len(looks) == 4
    assert "Not in the sources" in message.answer(declined("Why?"))


def test_a_refusal_is_headed_by_what_was_asked_for() -> None:
    kinds: tuple[Refusal, ...] = ("position", "advice", "personal_data", "about_bot", "task")
    refused = [replace(declined("?"), outcome="out_of_scope", refusal=kind) for kind in kinds]
    html = [message.answer(each) for each in refused]
    assert len(set(html)) == len(kinds)
    assert "No position taken" in html[0]
    assert not any("Outside what these sources cover" in each for each in html)


def test_thanks_are_not_headed_as_a_refusal() -> None:
    html = message.answer(replace(declined("Thanks!"), outcome="out_of_scope"))
    assert "Outside what these sources cover" not in html


def test_a_refusal_points_to_the_nearest_slides() -> None:
    html = message.answer(declined("What about Mars?"))
    assert 'href="/slide/deck/5">Slide 5 · What is a cooperative?</a>' in html


def test_a_failure_never_looks_like_a_refusal() -> None:
    html = failure("No index at 'x'. Build it: rapporteur ingest")
    assert "Something went wrong" in html
    assert "No index at &#x27;x&#x27;." in html
    assert "not_in_sources" not in html


def test_what_a_question_was_understood_as_is_shown() -> None:
    html = message.answer(replace(jobs(LIBRARY), understood_as="How many <jobs>?"))
    assert "Understood as: How many &lt;jobs&gt;?" in html


def test_a_message_stands_on_one_line() -> None:
    answer = replace(
        jobs(LIBRARY), text="One\n\ntwo\n- three\n\n`a\nb`", dropped=("x\n\ny",), understood_as="a\n\nb"
    )
    for html in (message.answer(answer), message.question("a\n\n# b"), failure("a\n\nb")):
        assert "\n" not in html


def test_a_question_is_shown_as_it_was_typed() -> None:
    typed = "**Bold** <b>x</b>\n![](http://example.org/a.png)"
    html = message.question(typed)
    assert Tags(html).text == typed.replace("\n", "")
    assert [tag for tag, _ in Tags(html).found] == ["h2", "br"]


def test_markup_in_an_answer_is_shown_and_never_run() -> None:
    cited = replace(cite(LIBRARY, "deck", 2, JOBS), title=HOSTILE, quote=HOSTILE, source_title=HOSTILE)
    answer = Answer(
        question=HOSTILE,
        text=f"{HOSTILE} [1]\n\n- {HOSTILE}\n\n> {HOSTILE}\n\n# {HOSTILE}\n\n[x](javascript:steal()) ![{HOSTILE}](http://example.org/leak)",
        outcome="partly",
        language="en",
        citations=(cited,),
        understood_as=HOSTILE,
        dropped=(HOSTILE,),
    )
    tags = Tags(message.answer(answer) + message.question(HOSTILE) + failure(HOSTILE))
    assert tags.nothing_runs()
    assert "example.org" not in message.answer(answer)
    assert tags.text.count("<script>steal()</script>") >= 10


def test_the_page_speaks_its_language_and_the_answer_its_own() -> None:
    html = message.answer(jobs(LIBRARY), say=labels("fr"))
    assert "Diapositive 2 · Cooperatives" in html
    assert '<div class="text" lang="en">' in html
    assert ">Copier<" in html


def test_a_quotation_in_another_language_than_the_answer_is_marked_so() -> None:
    answer = replace(
        jobs(LIBRARY),
        language="fr",
        citations=tuple(replace(each, language="en") for each in jobs(LIBRARY).citations),
    )
    html = message.answer(answer)
    assert f'<span lang="en">{JOBS}</span>' in html
    assert f'<span lang="en">{SHARE}</span>' in html
    assert '<span lang="en">' not in message.answer(replace(answer, language="en"))


def test_what_can_be_asked_next_stands_below_the_last_answer_alone() -> None:
    whole = Exchange(question="How many jobs?", answer=jobs(LIBRARY), state="whole")
    shown = message.messages((whole, whole), suggest=lambda _, language: [f"Why & how ({language})?"])
    assert [each["role"] for each in shown] == ["user", "assistant"] * 2
    assert "suggestion" not in shown[1]["content"]
    assert '<button type="button" class="suggestion">Why &amp; how (en)?</button>' in shown[3]["content"]


def test_nothing_is_suggested_copied_or_judged_while_an_answer_grows() -> None:
    growing = Exchange(question="How many jobs?", answer=jobs(LIBRARY), state="growing")
    html = message.messages((growing,), suggest=lambda *_: ["Why?"])[1]["content"]
    assert "growing" in html
    assert "<button" not in html


def test_an_answer_that_was_stopped_keeps_its_words() -> None:
    html = message.reply(Exchange(question="How many jobs?", answer=jobs(LIBRARY), state="stopped"))
    assert JOBS in html
    assert "final" in html
    assert "Stopped." in message.reply(Exchange(question="How many jobs?", state="stopped"))


def test_what_was_drawn_already_is_not_drawn_again_and_stands_as_it_would() -> None:
    asked = [Exchange(question=f"Question {n}", answer=jobs(LIBRARY), state="whole") for n in (1, 2)]
    whole = message.messages(tuple(asked), suggest=lambda *_: ["Why?"])
    before = message.messages((asked[0],))
    assert message.messages(tuple(asked), suggest=lambda *_: ["Why?"], before=before) == whole
    kept = [{"role": "user", "content": "as it was"}, {"role": "assistant", "content": "so"}]
    assert message.messages(tuple(asked), before=kept)[:2] == kept
