"""What a reader should know before relying on an answer: what the tool is, whose, and what it stores."""

from __future__ import annotations

from bot.page.labels import Labels
from ingest.types import Library, Source


def notes(
    library: Library, say: Labels, *, operator: str = "", contact: str = "", model: str = ""
) -> list[str]:
    """The sentences that belong on the page and under every export, a paragraph each.

    `operator` is who runs the tool, `contact` where they are reached, `model` the language model that words
    answers; empty when not set.
    """
    read = [source for source in library.sources() if library.page_count(source.source_id)]
    dated = [named(source, say) for source in read if source.date]
    paragraphs = [say.say("about_model", model=model) if model else say["about_tool"]]
    if operator:
        paragraphs.append(say.say("about_operator", operator=operator))
    if contact:
        paragraphs.append(say.say("about_contact", contact=contact))
    paragraphs.append(say["about_position"])
    if dated:
        paragraphs.append(say.say("about_dates", dates="; ".join(dated)))
    if any(source.language != say.code for source in read):
        paragraphs.append(say["about_translation"])
    return [*paragraphs, say["about_names"]]


def named(source: Source, say: Labels) -> str:
    """A source by its title and date: "Briefing (March 2021)"."""
    return f"{source.title} ({say.date(source.date)})" if source.date else source.title
