from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bot.language import translate as module
from bot.language.translate import LANGUAGES, Piece, gloss, translate
from ingest.terms import fold


def rows(language: str) -> list[str]:
    """The lines of a lexicon."""
    text = (files("bot.language") / "lexicon" / f"{language}.tsv").read_text(encoding="utf-8")
    return text.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_lexicon_is_a_headword_and_its_english(language: str) -> None:
    assert [row for row in rows(language) if row.count("\t") != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_of_a_lexicon_is_empty_or_has_space_around_it(language: str) -> None:
    wrong = []
    for row in rows(language):
        headword, _, english = row.partition("\t")
        texts = [headword, *english.split("; ")]
        if not all(text and text == text.strip() and any(c.isalnum() for c in text) for text in texts):
            wrong.append(row)
        if english.rstrip().endswith(";") or ";;" in english:
            wrong.append(row)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headword_stands_once_in_a_lexicon(language: str) -> None:
    count = Counter(row.partition("\t")[0] for row in rows(language))

    assert [headword for headword, times in count.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_headword_of_a_lexicon_can_be_looked_up(language: str) -> None:
    longest = [
        row for row in rows(language) if len(module._TOKEN.findall(row.partition("\t")[0])) > module.LONGEST
    ]

    assert longest == []


@pytest.fixture
def lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lexicons of a few lines."""
    (tmp_path / "lexicon").mkdir()
    french = (
        "cadre\tframe; manager",
        "cadre juridique\tlegal framework",
        "coopérative\tcooperative; co-operative",
        "droit du travail\tlabour law",
        "emploi\temployment; job",
        "grâce à\tthanks to",
        "japon\tJapan",
        "orange\torange fruit",
        "pêche\tpeach",
        "pêcher\tfish",
    )
    spanish = ("ley\tlaw; act", "marco jurídico\tlegal framework", "gracias a\tthanks to", "túnez\tTunisia")
    (tmp_path / "lexicon" / "fr.tsv").write_text("\n".join(french), encoding="utf-8")
    (tmp_path / "lexicon" / "es.tsv").write_text("\n".join(spanish), encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    module._lexicon.cache_clear()
    yield
    module._lexicon.cache_clear()


def known(text: str, language: str = "fr", *, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The pieces with content, each with its likeliest English."""
    return [(p.said, p.english[0]) for p in translate(text, language, names=names) if p.content]


@pytest.mark.usefixtures("lexicon")
class TestASmallLexicon:
    def test_the_longest_expression_comes_first(self) -> None:
        assert known("le cadre juridique et le cadre") == [
            ("cadre juridique", "legal framework"),
            ("cadre", "frame"),
        ]

    def test_a_plural_is_known_by_its_singular(self) -> None:
        assert known("les emplois des coopératives") == [
            ("emplois", "employment"),
            ("coopératives", "cooperative"),
        ]
        assert known("los marcos jurídicos y las leyes", "es") == [
            ("marcos jurídicos", "legal framework"),
            ("leyes", "law"),
        ]

    def test_every_way_of_saying_it_is_given_likeliest_first(self) -> None:
        (piece,) = translate("emploi", "fr")

        assert piece == Piece(said="emploi", english=("employment", "job"), content=True)

    def test_accents_and_capitals_make_no_difference(self) -> None:
        assert known("COOPERATIVE") == [("COOPERATIVE", "cooperative")]
        assert known("TUNEZ", "es") == [("TUNEZ", "Tunisia")]

    def test_a_preposition_may_be_joined_with_an_article(self) -> None:
        assert known("grâce aux emplois") == [("grâce aux", "thanks to"), ("emplois", "employment")]
        assert known("gracias al túnez", "es") == [("gracias al", "thanks to"), ("túnez", "Tunisia")]
        assert known("le droit du travail") == [("droit du travail", "labour law")]

    def test_of_headwords_with_one_stem_the_one_most_like_the_words_typed_comes_first(self) -> None:
        (peach,) = translate("pêche", "fr")
        (fish,) = translate("pêcher", "fr")

        assert (peach.english, fish.english) == (("peach", "fish"), ("fish", "peach"))

    def test_a_name_of_the_sources_stays_what_it_is(self) -> None:
        assert known("emplois chez Orange", names=("orange",)) == [
            ("emplois", "employment"),
            ("Orange", "Orange"),
        ]
        assert known("une orange", names=("orange",)) == [("orange", "orange fruit")]
        assert known("Orange") == [("Orange", "orange fruit")]

    def test_an_unknown_word_and_a_number_stay_what_they_are(self) -> None:
        assert known("Our.Coop et SEWA en 2015, 9,47%, R193") == [
            *(("Our.Coop", "Our.Coop"), ("SEWA", "SEWA"), ("2015", "2015"), ("9,47%", "9,47%")),
            ("R193", "R193"),
        ]

    @pytest.mark.parametrize("text", ["la Recommandation n° 193", "la R. 193", "la recommandation (n° 193)"])
    def test_an_instrument_is_known_by_its_number(self, text: str) -> None:
        assert ("R193", "R193") in known(f"Que dit {text} ?")

    def test_an_instrument_typed_by_its_short_name_is_said_once(self) -> None:
        assert known("La R193") == [("R193", "R193")]

    def test_words_that_ask_are_english_and_without_content(self) -> None:
        pieces = translate("Combien d’emplois au Japon ?", "fr")

        assert pieces[0] == Piece(said="Combien d", english=("how many",), content=False)
        assert gloss(pieces) == "how many employment Japan"
        assert gloss(translate("¿Qué leyes, cuándo y dónde?", "es")) == "what law when where"

    def test_small_words_are_for_the_reader_alone(self) -> None:
        pieces = translate("les emplois de Japon", "fr")
        assert gloss(pieces) == "employment Japan"
        assert gloss(pieces, joined=True) == "the employment of Japan"

    def test_another_language_has_no_pieces(self) -> None:
        assert translate("Was ist eine Genossenschaft?", "de") == []
        assert translate("What is a law?", "en") == []

    @pytest.mark.parametrize("text", ["", "?", "« »"])
    def test_nothing_typed_is_nothing_translated(self, text: str) -> None:
        assert translate(text, "fr") == []


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [
        ("fr", "Combien de personnes ont un emploi grâce aux coopératives ?", "how many employment thanks"),
        ("fr", "Quels pays ont adopté une loi ?", "which country adopt law"),
        ("fr", "Qu’est-ce que l’économie sociale et solidaire ?", "social and solidarity economy"),
        ("es", "¿Cuántas personas tienen empleo gracias a las cooperativas?", "how many thanks cooperative"),
        ("es", "¿Qué países han adoptado un marco jurídico?", "what adopt legal framework"),
        ("es", "¿Qué es la economía social y solidaria?", "social and solidarity economy"),
    ],
)
def test_a_question_in_english_words_says_what_it_asks(language: str, question: str, words: str) -> None:
    said = fold(gloss(translate(question, language)))

    assert [word for word in words.split() if word not in said] == []


@pytest.mark.parametrize(
    ("language", "said", "english"),
    [
        ("fr", "lancé", "launch"),  # the verb, not "lance", a spear
        ("fr", "fournissait", "provide"),
        ("fr", "privées", "private"),  # the adjective, not "priver", to deprive
        ("fr", "employés", "employee"),
        ("es", "trató", "treat"),
        ("es", "años", "year"),  # a plural that the stemmer leaves as it is
        ("es", "actos", "act"),
    ],
)
def test_a_form_is_that_of_the_headword_it_belongs_to(language: str, said: str, english: str) -> None:
    [piece] = translate(said, language)
    assert piece.english[0] == english
    assert not piece.guessed


def test_a_name_that_is_the_same_in_english_is_no_other_word() -> None:
    assert gloss(translate("Les coopératives en France", "fr")) == "cooperative France"
    assert gloss(translate("la ley de Indonesia", "es")) == "law Indonesia"


def test_an_unknown_word_may_be_much_the_same_in_english() -> None:
    pieces = translate("la granularidad", "es")
    assert pieces[-1].guessed
    assert gloss(pieces, lambda english: english == "granularity") == "granularity"
    assert gloss(pieces, lambda english: False) == "granularidad"


@pytest.mark.parametrize(
    ("language", "question", "english"),
    [
        ("es", "¿Por qué se modificó la ley?", "why modify the law"),
        ("fr", "Y a-t-il un fonds pour les mères ?", "are there fund for the mother"),
        ("fr", "Que contient la semaine 3 ?", "what is in the week 3"),
    ],
)
def test_ways_to_ask_are_understood_as_a_whole(language: str, question: str, english: str) -> None:
    assert gloss(translate(question, language), joined=True) == english
