"""Text from outside is made harmless, and folded for comparing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.text import clean, clean_lines, fold, fold_title


@pytest.mark.parametrize(
    ("dirty", "harmless"),
    [
        ("plain title", "plain title"),
        ("  two\n lines\tand  blanks ", "two lines and blanks"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;window title\x07after", "after"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "31mred"),
        ("it is â\x80\x9cbrokenâ\x80\x9d all over", "it is âbrokenâ all over"),
        ("a\u202eb\u2066c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("hy\u00adphe\u00adnated", "hyphenated"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("cafe\u0301", "café"),
        ("half a pair \ud800", "half a pair"),
        ("q" + "\u0323\u0301" * 100_000, "q" + "\u0323" * 15 + "\u0301" * 15),
        ("…" * 100, "…" * 100),
        ("A [/b] title [red]x", "A [/b] title [red]x"),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467", "family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_clean_gives_one_harmless_line(dirty: str, harmless: str) -> None:
    assert clean(dirty) == harmless


def test_notes_keep_their_lines() -> None:
    assert clean_lines("one\r\ntwo  \rthree\n\n\x1b[2Jend\n\n") == "one\ntwo\nthree\n\nend"


@given(st.text())
def test_clean_text_has_no_control_characters_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cleaned)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gödel's Theorem", "godel s theorem"),
        ("NAÏVE  façade", "naive facade"),
        ("Straße, Øre & Łódź", "strasse ore lodz"),
        ("Đorđe, Ðorn, Þór, Æsop, Œuvre, ılık", "dorde dorn thor aesop oeuvre ilik"),
        ("ﬁne-tuning", "fine tuning"),
        ("深度学习", "深度学习"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("title", ["{BERT}s of {M}oss", r"BERTs of \emph{Moss}", "BERTs of $Moss$", "BERTs of Moss"])
def test_each_sign_of_latex_alone_does_not_count_in_titles(title: str) -> None:
    assert fold_title(title) == "berts of moss"


def test_latex_does_not_count_in_titles() -> None:
    assert fold_title(r"{BERT}: Pre-training with $\alpha$-\emph{divergence}") == fold_title(
        "BERT: pre-training with -divergence"
    )
