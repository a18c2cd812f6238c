"""Markup of titles and abstracts to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.sources.documents.markup import plain, plain_abstract

CASES = [
    ("Plain text", "Plain text"),
    ("<i>E. coli</i>\n  in  <scp>DNA</scp>", "E. coli in DNA"),
    ("H<sub>2</sub>O at 10<sup>−5</sup> on the 19<sup>th</sup>", "H₂O at 10⁻⁵ on the 19th"),
    ("Cats &amp; dogs", "Cats & dogs"),
    ("Cats &amp;amp; dogs", "Cats & dogs"),
    ("&lt;i&gt;Cats&lt;/i&gt;", "Cats"),
    ("p<0.05, x<y and a > b", "p<0.05, x<y and a > b"),
    ("x<a and y>b", "x<a and y>b"),
    ("Set<T> in C++", "Set<T> in C++"),
    ("<mml:math><mml:mi>x</mml:mi>\n<mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math>", "x =1"),
    ("<mml:math><mml:mi>x</mml:mi><mml:annotation>\\chi</mml:annotation></mml:math>", "x"),
    ('see <a href="https://example.org/?a=1">here</a><br/>now', "see here now"),
    ("<![CDATA[A title]]>", "A title"),
    ("broken <p", "broken <p"),
    ("</i></sub>", ""),
    ("[/b] \x1b[31mred", "[/b] red"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tags_and_entities_go_and_the_text_stays(text: str, expected: str) -> None:
    assert plain(text) == expected


TEX = r"<jats:tex-math>\documentclass{x}\begin{document}$$a^2$$\end{document}</jats:tex-math>"
MATHML = '<mml:math xmlns:mml="m"><mml:mi>a</mml:mi><mml:mn>2</mml:mn></mml:math>'
ABSTRACTS = [
    ("<jats:title>Abstract</jats:title><jats:p>We count.</jats:p>", "We count."),
    ("&lt;jats:title&gt;ABSTRACT&lt;/jats:title&gt;&lt;jats:p&gt;We count.&lt;/jats:p&gt;", "We count."),
    ("<p>One.</p><p>Two.</p>", "One. Two."),
    ("Abstract: we count", "we count"),
    ("Abstract algebra is old", "Abstract algebra is old"),
    (
        "<jats:sec><jats:title>Aim</jats:title><jats:p>Count.</jats:p></jats:sec><jats:title>Why?</jats:title>Fun.",
        "Aim: Count. Why? Fun.",
    ),
    (
        f"is <jats:inline-formula><jats:alternatives>{MATHML}{TEX}</jats:alternatives></jats:inline-formula>.",
        "is $a^2$.",
    ),
    (f"{TEX} and <alternatives>{MATHML}</alternatives>", "$a^2$ and a2"),
]


@pytest.mark.parametrize(("text", "expected"), ABSTRACTS)
def test_abstracts_lose_their_heading(text: str, expected: str) -> None:
    assert plain_abstract(text) == expected


@given(st.lists(st.sampled_from(["<p>", "</p>", "<sub>", "</sub>", "<title>", "</title>", "&lt;", "a", "1", "<", ">"])))
def test_no_markup_raises_or_keeps_a_tag(pieces: list[str]) -> None:
    text = plain("".join(pieces))
    assert "\n" not in text
    assert "<p>" not in plain(text)
