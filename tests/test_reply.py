"""A reply comes apart into sentences with what they cite, however it is cut into pieces on the way."""

from __future__ import annotations

import pytest

from bot.model.reply import Sentence, sentences

REPLY = (
    "Recommendation No. 193 was used [1]. It has e.g. 14 members [2][3].\n"
    "- Mexico: 61,717 [4]\n- Korea [5, 6].\n\nIt was built (see Rec. 12) early. [7] It is open [8-10]"
)
TOLD = [
    ("Recommendation No. 193 was used.", (1,), False),
    ("It has e.g. 14 members.", (2, 3), False),
    ("Mexico: 61,717", (4,), True),
    ("Korea.", (5, 6), True),
    ("It was built (see Rec. 12) early.", (7,), False),
    ("It is open", (8, 9, 10), False),
]


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_sentences_and_their_citations_are_the_same_however_the_reply_is_cut(size: int) -> None:
    pieces = (REPLY[at : at + size] for at in range(0, len(REPLY), size))
    assert [(each.text, each.cited, each.is_item) for each in sentences(pieces)] == TOLD


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    def pieces() -> list[str]:
        return ["It is open [1]. ", "And", " then"]

    given = sentences(iter(pieces()))
    assert next(given) == Sentence(text="It is open.", cited=(1,), begins=True)


def test_the_rest_of_a_reply_that_ends_in_mid_sentence_is_not_whole() -> None:
    assert [each.whole for each in sentences(["It is open [1]. And it"])] == [True, False]


def test_what_a_model_thinks_aloud_is_no_part_of_its_reply() -> None:
    assert [each.text for each in sentences(["<think>Hm [1]. ", "Well.</think>It is open [1]."])] == [
        "It is open."
    ]


def test_a_dot_before_the_markers_ends_nothing_yet() -> None:
    assert [each.cited for each in sentences(["They are shut.. [1]. It is open [2]."])] == [(1,), (2,)]
