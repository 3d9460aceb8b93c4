"""What each figure of an evaluation means, in a sentence a consultation team understands."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "hit@1": "The first page found is one that answers.",
    "hit@3": "A page that answers is among the first three found.",
    "recall@5": "Share of the pages that answer among the first five found.",
    "mrr": "1 / rank of the first page that answers.",
    "ndcg@10": "How high the pages that answer stand among the first ten, 1 being first.",
    "citation_precision": "Share of the pages cited that do answer.",
    "citation_recall": "Share of the pages that answer that are cited.",
    "quote_verbatim": "Share of the quotations that stand, letter for letter, where they are cited.",
    "fact_recall": "Share of the expected facts that the answer says.",
    "answered_right": "Answered with every expected fact and nothing forbidden.",
    "statement_recall": "Share of an answer's statements that are covered by what they cite.",
    "statement_precision": "Share of an answer's citations that a covered statement needs.",
    "list_completeness": "Of a list, the share of the expected items that is cited.",
    "decline_recall": "Share of the questions without an answer in the sources that are declined.",
    "decline_precision": "Share of the declined questions that have no answer in the sources.",
    "false_decline_rate": "Share of the questions with an answer that are declined: less is better.",
    "refusal_kind": "Of those rightly declined, the share declined for the right reason.",
    "near_pointed": "Of those rightly declined, the share that points to a page coming near.",
    "language_parity": "The same question in another language cites the same pages.",
    "paraphrase_stability": "The same question in other words cites the same pages.",
    "typo_stability": "The same question with a misspelt word cites the same pages.",
    "neutrality": "The answer is the same to the letter whichever group asks.",
    "latency_ms_p50": "Half of the answers take no longer (milliseconds).",
    "latency_ms_p95": "95 % of the answers take no longer (milliseconds).",
}
"""By metric, in the order in which they are told."""
