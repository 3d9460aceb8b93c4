from __future__ import annotations

import pytest

from bot.mentions import mentioned


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Summarise what is said about the Republic of Korea across the deck", "Republic of Korea"),
        ("Where is COPAC mentioned?", "COPAC"),
        ("On which slides is Recommendation 193 mentioned?", "Recommendation 193"),
        ("what slides does COPAC appear on", "COPAC"),
        ("What is there on the Palestinian territory in the whole presentation?", "Palestinian territory"),
        ("Sur quelles diapositives la Tunisie est-elle citée ?", "Tunisie"),
        ("Sur quelles diapositives est mentionnée la Tunisie ?", "Tunisie"),
        ("Everything on Tunisia", "Tunisia"),
        ("Give me every mention of Cameroon.", "Cameroon"),
        ("What does the presentation say about child labour?", "child labour"),
        ("Which slides mention Japan?", "Japan"),
        ("List all references to the OECD, please", "OECD"),
        ("List all slides that mention Africa", "Africa"),
        ("All the pages where Tunisia is mentioned", "Tunisia"),
        ("every page on which the ICA is cited", "ICA"),
        ("Show me each slide which talks about COPAC", "COPAC"),
        ("all slides that have the word decent", "decent"),
        ("Quelles diapositives parlent de la Tunisie ?", "Tunisie"),
        ("Tout ce qui est dit sur le Cameroun", "Cameroun"),
        ("Toutes les mentions de l'Inde", "Inde"),
        ("Où est mentionnée la Tunisie ?", "Tunisie"),
        ("¿Qué se dice de Túnez?", "Túnez"),
        ("Todo lo que se dice sobre Corea", "Corea"),
        ("¿Dónde se menciona COPAC?", "COPAC"),
        ("¿Qué diapositivas hablan de la India?", "India"),
    ],
)
def test_what_every_mention_is_asked_for_is_read_out(text: str, what: str) -> None:
    assert mentioned(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "What is said to be timely, and why?",
        "What are all the projects in Africa?",
        "What is it all about?",
        "Do all slides that have links work?",
        "Name all countries that mention cooperatives in their law",
        "What did they organise? Everything on the list please.",
        "Tout sur ce sujet",
        "Tous les projets de l'OIT",
        "¿De qué trata todo esto?",
    ],
)
def test_other_questions_ask_for_no_mentions(text: str) -> None:
    assert mentioned(text) == ""
