"""What frames an answer is no claim, and what it frames still is one."""

from __future__ import annotations

import pytest

from bot.model.claim import Evidence
from bot.model.framing import has_verb, matter
from bot.model.verify import verify

LAKE = Evidence(
    text="No person under 16 may steer a ferry; the harbour office shall give any adult a permit.",
    context="Rules of the lake",
)
ITEM = Evidence(text="Repair of 14 boats for schools in Norway", context="Projects of the guild")


@pytest.mark.parametrize(
    ("sentence", "language", "left"),
    [
        ("No, it may not.", "en", "it may not."),
        ("No person may steer it.", "en", "No person may steer it."),
        ("In principle, no: it may not.", "en", "it may not."),
        ("En principe, non : c'est interdit.", "fr", "c'est interdit."),
        ("Sí, puede hacerlo.", "es", "puede hacerlo."),
        ("The slide says that boats sail.", "en", "boats sail."),
        ("La presentación dice que navegan.", "es", "navegan."),
        ("Finally, boats also sail.", "en", "boats sail."),
        ("Yes.", "en", "Yes."),
    ],
)
def test_particles_joints_and_reports_are_left_out(sentence: str, language: str, left: str) -> None:
    assert matter(sentence, language) == left


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("No, nobody under 16 may steer a ferry.", "en"),
        ("Yes, the harbour office must give every adult a permit.", "en"),
        ("Non : aucune personne de moins de 16 ans ne peut conduire un ferry.", "fr"),
    ],
)
def test_a_particle_does_no_harm_where_the_rest_says_what_it_says(sentence: str, language: str) -> None:
    assert verify(sentence, (LAKE,), language).fault is None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Yes, a person under 16 may steer a ferry.", "en"),
        ("According to the slide, the harbour office must issue a licence to any tourist.", "en"),
        ("Oui, une personne de moins de 16 ans peut conduire un ferry.", "fr"),
        ("Finally, no person under 18 may steer a ferry.", "en"),
    ],
)
def test_a_particle_does_not_cover_what_is_invented(sentence: str, language: str) -> None:
    assert verify(sentence, (LAKE,), language).fault is not None


def test_a_statement_without_a_verb_leaves_one_to_who_tells_of_it() -> None:
    assert not has_verb(ITEM.text, "en")
    assert has_verb("The guild repairs boats.", "en")
    assert has_verb("Boats were repaired.", "en")
    assert verify("The guild runs projects for the repair of 14 boats.", (ITEM,), "en").fault is None
    assert verify("The guild sells projects for the repair of 14 boats.", (ITEM,), "en").fault == "words"
    told = Evidence(text="The guild stores 14 boats.")
    assert verify("The guild runs 14 boats.", (told,), "en").fault == "words"
