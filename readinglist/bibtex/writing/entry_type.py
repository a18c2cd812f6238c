"""Which type of entry a paper is, if nobody said so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper

CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|meeting|advances in neural|neurips|nips|icml|iclr|acl|"
    r"emnlp|naacl|eacl|coling|cvpr|iccv|eccv|aaai|ijcai|kdd|sigir|interspeech|icassp)\b",
    re.IGNORECASE,
)
JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|annals|review|reviews|bulletin|magazine)\b|^(?:nature|science|cell|pnas)\b",
    re.IGNORECASE,
)


def likely_type(paper: Paper) -> str:
    """The entry type that the venue and the further fields speak for; misc if they don't."""
    if "school" in paper.fields:
        return "phdthesis"
    if not paper.venue:
        return "misc"
    if paper.acl or CONFERENCE.search(paper.venue):
        return "inproceedings"
    return "article" if JOURNAL.search(paper.venue) or "volume" in paper.fields else "misc"
