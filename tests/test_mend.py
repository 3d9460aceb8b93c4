from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dictionary import by_shape, dictionary, is_right
from bot.language.mend import Mender
from ingest.vocabulary import Vocabulary

TEXTS = (
    "Workers and cooperatives in the Philippines, in Kenya and in Australia",
    "The social and solidarity economy of many countries; a recommendation is received by workers",
    "It is the policy of the authorities of Iraq, Malta and Japan. Coasts and profits are recorded by DIESIS",
    "A co-operative is non-profit, and its website is My.Coop",
)


def mender(
    *texts: str, languages: tuple[str, ...] = ("en",), is_word: Callable[[str], bool] | None = None
) -> Mender:
    """Mends towards the texts; by default the embedder knows no word."""
    return Mender(Vocabulary.of(texts or TEXTS), languages, is_word=is_word or (lambda word: False))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wokers in japan", "workers in japan"),
        ("Which contries?", "Which countries?"),
        ("coperatives", "cooperatives"),
        ("the Phillipines", "the Philippines"),
        ("the phillipines", "the philippines"),
        ("a recomendation", "a recommendation"),
        ("solidartiy economy", "solidarity economy"),
        ("is it recieved", "is it received"),
        ("ploicy", "policy"),
        ("polcy", "policy"),
        ("poolicy", "policy"),
        ("policu", "policy"),
        ("non-proffit", "non-profit"),
        ("in Kenia", "in Kenya"),
        ("the ocoperative", "the cooperative"),
    ],
)
def test_a_slip_is_mended_by_the_nearest_word_of_the_sources(typed: str, meant: str) -> None:
    assert mender().mend(typed, "en") == meant


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("how many ppl work for the govt", "en", "how many people work for the government"),
        ("whats a recommendation", "en", "what is a recommendation"),
        ("qd ds bcp de pays", "fr", "quand dans beaucoup de pays"),
        ("xq tb", "es", "por qué también"),
    ],
)
def test_what_people_shorten_in_messages_is_written_out(typed: str, language: str, meant: str) -> None:
    assert mender().mend(typed, language) == meant


def test_what_the_sources_say_or_is_written_as_a_name_is_not_written_out() -> None:
    assert mender("the dept ppl").mend("the dept ppl", "en") == "the dept ppl"
    assert mender().mend("the PPL", "en") == "the PPL"


@pytest.mark.parametrize(
    "text",
    [
        "Austria",
        "austria",
        "Iran",
        "iran",
        "Mali",
        "mali",
        "What is said of Germany, of salmon, of budgets and the weather?",
        "costs",
        "the price of a prophet",
        "a recommended recording",
        "colour, organisations, analysed, subsidised",
        "tripartism and cooperativism",
    ],
)
def test_a_right_word_that_the_sources_lack_stays_unknown(text: str) -> None:
    assert mender().mend(text, "en") == text


def test_a_right_word_is_also_one_that_the_embedder_knows() -> None:
    assert mender().mend("polici", "en") == "policy"
    assert mender(is_word=lambda word: word == "polici").mend("polici", "en") == "polici"


def test_a_word_the_sources_spell_so_is_never_changed() -> None:
    assert mender("One sloar panel", "solar " * 5000).mend("sloar", "en") == "sloar"


def test_a_word_with_another_ending_is_another_word() -> None:
    assert mender("The government").mend("goverenmnt", "en") == "government"
    assert mender("The government").mend("governmist", "en") == "governmist"


@pytest.mark.parametrize(
    "text",
    [
        "DIESES",  # an abbreviation
        "wokers2",
        "279.4 or 297.4",
        "https://example.org/wokers",
        "wokers@example.org",
        "<wokers>",
        "Wokers.Coop",
        "wokErs",
        "",
        "?!",
    ],
)
def test_what_is_no_prose_is_left_alone(text: str) -> None:
    assert mender().mend(text, "en") == text


def test_a_word_that_is_near_nothing_the_sources_say_stays_as_it_is() -> None:
    assert mender().mend("gardning", "en") == "gardning"


def test_a_word_that_is_nearer_to_one_the_sources_lack_stays_as_it_is() -> None:
    # Two letters from Australia, which the sources have, and one from Austria.
    assert mender().mend("Austrai", "en") == "Austrai"


def test_a_name_within_a_sentence_is_only_mended_to_a_name() -> None:
    assert mender("slavery in the past").mend("slvery", "en") == "slavery"
    assert mender("slavery in the past").mend("the pump of Savery", "en") == "the pump of Savery"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich", "which"),
        ("Waht is teh definiton?", "What is the definition?"),
        ("hwo many", "how many"),
    ],
)
def test_the_words_a_question_is_asked_with_are_mended_though_the_sources_lack_them(
    typed: str, meant: str
) -> None:
    assert mender("nothing of it").mend(typed, "en") == meant


def test_a_word_written_in_two_is_joined_as_the_sources_write_it() -> None:
    assert mender().mend("a co operative", "en") == "a co-operative"
    assert mender().mend("is it non profit?", "en") == "is it non-profit?"
    assert mender("A cooperative").mend("a co operative", "en") == "a cooperative"
    assert mender("income, and what comes in").mend("in come", "en") == "in come"
    assert mender("work in a place: a workplace").mend("work place", "en") == "work place"


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("fr", "Quesl pays ont des coopratives ?", "Quels pays ont des coopératives ?"),
        ("fr", "l'économei solidaire", "l'économie solidaire"),
        ("es", "¿Cuántas cooperatvas hay?", "¿Cuántas cooperativas hay?"),
        ("es", "la econoima", "la economía"),
        ("es", "Filipnas", "Filipinas"),
    ],
)
def test_a_french_or_spanish_slip_is_mended_to_what_the_sources_say_in_english(
    language: str, typed: str, meant: str
) -> None:
    assert mender().mend(typed, language) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Combien de salariés l'Autriche, le Mali et l'Iran ont-ils adoptés ?"),
        ("es", "¿Qué organizaciones han adoptado y utilizado programas actuales en Austria?"),
    ],
)
def test_a_right_french_or_spanish_word_stays(language: str, text: str) -> None:
    assert mender().mend(text, language) == text


def test_an_accent_the_lexicon_needs_is_put_back() -> None:
    assert mender().mend("les cooperatives", "fr") == "les cooperatives"  # known without
    assert mender().mend("la municipalite", "fr") == "la municipalité"
    assert mender().mend("le change", "fr") == "le change"  # right without one


@pytest.mark.parametrize("language", ["id", "ko", "de"])
def test_a_language_without_a_word_list_is_left_alone(language: str) -> None:
    assert mender().mend("wokers contries", language) == "wokers contries"


def test_a_question_in_another_language_than_the_sources_is_left_alone_without_a_lexicon_between() -> None:
    assert mender("Les coopératives", languages=("fr",)).mend("coperatives", "en") == "coperatives"
    assert mender("Les coopératives", languages=("fr",)).mend("cooperatves", "fr") == "coopératives"


@settings(deadline=None)  # the first text waits for the word list
@given(st.text(max_size=40))
def test_mending_twice_mends_nothing_more_and_fails_on_nothing(text: str) -> None:
    once = mender().mend(text, "en")
    assert mender().mend(once, "en") == once


def test_the_word_list_knows_inflections_names_and_british_spelling() -> None:
    right = ("declining", "germany", "kenya", "organisation", "colours", "analysed", "blockchain", "the")
    assert [word for word in right if not is_right(word, "en")] == []
    assert [word for word in ("wokers", "contries", "recieve") if is_right(word, "en")] == []
    assert is_right("cooperativas", "es")
    assert is_right("worker", "fr"), "English words are used in every language"


def test_a_folded_word_keeps_its_spelling() -> None:
    assert dictionary("es").spelled["definicion"] == "definición"
    assert dictionary("fr").spelled["economie"] == "économie"


def test_words_are_grouped_by_first_letter_and_length() -> None:
    assert by_shape(["ab", "ac", "abc", "b"]) == {("a", 2): ["ab", "ac"], ("a", 3): ["abc"], ("b", 1): ["b"]}
