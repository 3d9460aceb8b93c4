from __future__ import annotations

import pytest

from bot.asked_for import has_type
from bot.question import understand


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("What percentage of members are women?", "9.47% of the employed", "61,717 were registered in 2013"),
        ("Quel pourcentage de femmes ?", "two thirds of members", "279.4 million people"),
        ("¿Qué porcentaje de mujeres?", "three out of four", "11,421 enterprises"),
        ("What is the budget of the project?", "It has USD 2 million", "It began in 2019 in 3 countries"),
        ("Quel est le budget du projet ?", "un fonds de 3 millions: RM 3m", "Sénégal, Cameroun"),
        ("How much does the course cost?", "The fee is 300 for members", "11 editions since 2011"),
        ("What is the name of the head of the unit?", "Led by Jane Doe", "Chiefs across time"),
        ("¿Cómo se llama la persona que dirige la unidad?", "Dr Smith", "jefes de la unidad"),
        ("How many are there?", "There are ten", "There are several"),
        ("When was it adopted?", "In June 2002", "It was adopted"),
        ("How long does it last?", "For as long as they work", "It lasts"),
    ],
)
def test_a_text_holds_the_kind_of_thing_asked_for_or_does_not(question: str, holds: str, lacks: str) -> None:
    assert has_type(understand(question), holds)
    assert not has_type(understand(question), lacks)


@pytest.mark.parametrize(
    "question", ["Who owns it?", "Why?", "What is the name of the project?", "¿Cómo se llama el proyecto?"]
)
def test_any_text_will_do_for_other_questions(question: str) -> None:
    assert has_type(understand(question), "some words")
