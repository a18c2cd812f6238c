"""LaTeX ↔ Unicode."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.latex.decoder import decode, is_balanced, readable
from readinglist.latex.encoder import Encoder
from readinglist.text import clean
from tests.support.plainer import plainer

TEXTS = st.text() | st.text(alphabet="ab \\{}$%&#_^~-'`\"?!@,=αéỳ–—“”’.12BE", max_size=40)

DECODED = [
    ("plain text", "plain text"),
    ("{BERT}: Pre-training", "BERT: Pre-training"),
    (r"G{\"o}del and Erd{\H{o}}s and {\L}ukasz", "Gödel and Erdős and Łukasz"),
    (r"\'Etienne, Jos\'e, na\"{\i}ve, \v{S}koda, {\c{C}}i{\c c}ek", "Étienne, José, naïve, Škoda, Çiçek"),
    (r"B{\h{a}}o Ng{\^o} {\'{\^e}}", "Bảo Ngô ế"),
    (r"stra{\ss}e \o re \AA ngstr\"om {\aa}", "straße øre Ångström å"),
    (r"``quoted'' -- and --- so\ldots", "“quoted” – and — so…"),
    (r"AT\&T, 50\%, \#1, a\_b, \$5, \{x\}", "AT&T, 50%, #1, a_b, $5, {x}"),
    (r"A~tie and\ a blank\\and a line", "A tie and a blank and a line"),
    (r"\emph{Very} {\em much} \textbf{so} \textsc{caps}", "Very much so caps"),
    (r"the $O(n \log n)$ and $\alpha_{ij}$", r"the $O(n \log n)$ and $\alpha_{ij}$"),
    (r"\ensuremath{\alpha}-stable, {\ensuremath{\leq}}, \ensuremath{x_1}", "α-stable, ≤, $x_1$"),
    (r"H\textsubscript{2}O, 5\textsuperscript{th}", "H₂O, 5th"),
    (r"see \cite{x} and \unknown{a}{b} c", r"see \cite{x} and \unknown{a}{b} c"),
    (r"\url{http://a.b/~c\_d} and \href{http://x}{text}", "http://a.b/~c_d and text"),
    (r"~\~{}user and \^{}", " ~user and ^"),
    (r"\b\textbackslash{} and \'\textbackslash", "\\\u0331 and \\\u0301"),
    (r"100% sure", "100% sure"),
    (r"\LaTeX{} and \TeX book", "LaTeX and TeXbook"),
    ("lone $ sign", "lone $ sign"),
    (r"the \enquote{{\o}ld \emph{way}} of \mkbibquote{it}", "the “øld way” of “it”"),
    (r"Al$_x$\vphantom{X}Ga, a\hspace{1em}b\hspace{0pt}c", "Al$_x$Ga, a bc"),
    (r"\foreignlanguage{polish}{{\L}ukasz}, \textcolor{red}{hot}", "Łukasz, hot"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), DECODED)
def test_decode(value: str, text: str) -> None:
    assert clean(decode(value)) == clean(text)


SIGNS = r"""
    dots … textellipsis … copyright © pounds £ S § P ¶ dag † ddag ‡ textendash – textemdash — textquotedblleft “
    textquotedblright ” textquotesingle ' textquotedbl " textasciigrave ` textasciiacute ´ textasciitilde ~
    textasciicircum ^ textbackslash \ textbraceleft { textbraceright } textless < textgreater > textbar |
    textunderscore _ textdollar $ textasteriskcentered * SS ẞ times × pm ± div ÷ to → rightarrow → leftarrow ←
    uparrow ↑ downarrow ↓ le ≤ ge ≥ ne ≠ lbrace { rbrace } neg ¬ lnot ¬ textalpha α textbeta β textgamma γ textdelta
    δ textpi π textlambda λ textsigma σ textmugreek μ textomega ω TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX
    slash / quotechar " textquotestraightdblbase „ glqq „ grqq “ flqq « frqq » ldq “ rdq ” lq ‘ rq ’ euro € hyphen -
    psq f. psqq ff. textdoublebarpipe ǂ
""".split()
"""Commands as people write them, each with the sign that it prints."""


@pytest.mark.parametrize(("command", "sign"), zip(SIGNS[::2], SIGNS[1::2], strict=True))
def test_commands_for_signs(command: str, sign: str) -> None:
    assert decode(f"a \\{command} b") == f"a {sign}b"
    assert decode(f"a{{\\{command}}}b") == f"a{sign}b"


@pytest.mark.parametrize("command", "quad qquad newline linebreak par space nobreakspace thinspace enspace".split())
def test_commands_for_blanks(command: str) -> None:
    assert clean(decode(f"a\\{command}{{}}b")) == "a b"


ENCODED = [
    ("Gödel", r"G{\"o}del"),
    ("Erdős, Łukasz, naïve, Çiçek, ế", r"Erd{\H{o}}s, {\L}ukasz, na{\"i}ve, {\c{C}}i{\c{c}}ek, {\'{\^e}}"),
    ("AT&T 50% #1 a_b", r"AT\&T 50\% \#1 a\_b"),
    ("a ~ b ^ c \\ d", r"a \textasciitilde{} b \textasciicircum{} c \textbackslash{} d"),
    ("“x” – y — z… don’t", r"``x'' -- y --- z{\ldots} don{\textquoteright}t"),
    ("a--b ''c", r"a-\/-b '\/'c"),
    ("from $5 to $10", r"from \$5 to \$10"),
    ("$k$-means in $O(n^2)$", "$k$-means in $O(n^2)$"),
    ("one $ sign", r"one \$ sign"),
    ("{x} and }{", r"\textbraceleft{}x\textbraceright{} and \textbraceright{}\textbraceleft{}"),
    ("a set {x}", r"a set \{x\}"),
    ("α ≤ β", r"{\ensuremath{\alpha}} {\ensuremath{\leq}} {\ensuremath{\beta}}"),
    ("CO₂ ﬁeld", r"CO{\textsubscript{2}} field"),
]


@pytest.mark.parametrize(("text", "value"), ENCODED)
def test_encode(text: str, value: str) -> None:
    encoder = Encoder()
    assert encoder.text(text) == value
    assert value.isascii()
    assert not encoder.unmapped


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("GPT-4 and Llama-3 meet pH in mRNA", "{GPT-4} and {Llama-3} meet {pH} in {mRNA}"),
        ("A Bayesian view of vitamin C", "A {Bayesian} view of vitamin {C}"),
        ("BERT-based ResNet50 for 3D", "{BERT}-based {ResNet50} for {3D}"),
        ("ÜBER alles", r"{{\"U}BER} alles"),
        ("Sorting in $O(n)$ and $k$", "Sorting in {$O(n)$} and $k$"),
        ("LaTeX", "{LaTeX}"),
    ],
)
def test_capitals_that_matter_are_protected_once(title: str, value: str) -> None:
    assert Encoder().title(title) == value
    assert Encoder().title(decode(value)) == value


def test_what_latex_cannot_write_stays_and_is_listed() -> None:
    encoder = Encoder()
    assert encoder.text("深度 λόγος é") == r"深度 λόγος {\'e}"
    assert set("深度λόγος") == set(encoder.unmapped)


def test_letters_are_written_in_ascii_unless_told_otherwise() -> None:
    assert Encoder().text("Gödel") == r"G{\"o}del"
    assert Encoder(ascii_only=False).text("Gödel") == "Gödel"


def test_utf8_stays_in_biblatex() -> None:
    encoder = Encoder(ascii_only=False)
    assert encoder.title("Gödel & 深度 BERT") == r"Gödel \& 深度 {BERT}"
    assert not encoder.unmapped


@given(TEXTS)
@example("$a$$b$")
@example("\\\\{")
@example("a'’")
def test_any_text_survives(text: str) -> None:
    text = clean(text)
    for encoder in (Encoder(), Encoder(ascii_only=False)):
        for value in (encoder.text(text), encoder.title(text)):
            assert is_balanced(value)
            again = clean(decode(value))
            assert plainer(again) == plainer(text) if encoder.ascii_only else again == text


@given(st.text() | st.text(alphabet="\\{}$`'-~ \"ciuaZ", max_size=60))
def test_any_value_is_decoded(value: str) -> None:
    assert len(decode(value)) <= 6 * len(value) + 1


def test_deep_nesting_is_no_trouble() -> None:
    assert decode("{" * 100_000 + "\\'e" + "}" * 100_000) == "é"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"Erd\H{o}s, \L ukasz \& {\'E}mile's B\'ezier--curves", "Erdős, Łukasz & Émile's Bézier--curves"),
        (r"\textsc{LLaMA} for 5\% -- ~$\mathcal{O}(n)$", "LLaMA for 5% -- ~$\\mathcal{O}(n)$"),
        (r"either\or in C:\new\temp", r"either\or in C:\new\temp"),
        ("$5 and $6 -- 100% ~x ``y'' {0,1} a_b^c", "$5 and $6 -- 100% ~x ``y'' {0,1} a_b^c"),
    ],
)
def test_commands_in_a_plain_text_are_read_and_nothing_else(text: str, read: str) -> None:
    assert readable(text) == read


@given(TEXTS)
def test_a_text_without_commands_stays_and_no_other_fails(text: str) -> None:
    assert readable(text) == text or "\\" in text
