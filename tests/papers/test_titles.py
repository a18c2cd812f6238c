import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.identity.title_distance import SIMILAR, are_alike, is_about_other, nearness
from readinglist.papers.identity.titles import title_of


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Gödel’s Théorème — Revisited: Again", "Godel's theoreme - revisited again"),
        ("Pre-training a Wobbly Lamp", "Pretraining a wobbly lamp"),
        ("Pre training a Wobbly Lamp", "Pretraining a wobbly lamp"),
        ("Moss & Lichen on Old Walls", "Moss and lichen on old walls"),
        ("Moss &amp; Lichen on Old Walls", "Moss and lichen on old walls"),
        (r"Splitting H$_2$O by Lamplight", "Splitting H₂O by lamplight"),
        (r"Splitting H$_2$O by Lamplight", "Splitting H2O by lamplight"),
        ("Splitting H<sub>2</sub>O by <i>Lamplight</i>", "Splitting H2O by lamplight"),
        (r"The $\ell_1$ Norm of a Teapot", "The ℓ1 norm of a teapot"),
        (r"A {BERT} Model for $\alpha$-Stable Text", "a BERT model for alpha-stable text"),
        (r"A Model for \alpha-Stable Text", "A model for α stable text"),
        (r"A Lamp\thanks{Paid for by {a} friend} in Fog", "A Lamp in Fog"),
        (r"A Lamp in Fog\footnote{An earlier one was lit in \emph{May}}", "A Lamp in Fog"),
        ("The Müller Clock", "The Mueller clock"),
        ("The Søgaard Clock", "The Soegaard clock"),
        ("O'Neil and the Lamp", "ONeil and the lamp"),
        (r"On $\mathcal{O}(n)$ Lamps", "On O(n) lamps"),
        (r"On ${\cal O}(n)$ Lamps", "On O(n) lamps"),
        (r"Lamps Tilted by 30$^\circ$", "Lamps tilted by 30°"),
        (r"$\varphi$ and $\vartheta$ Lamps", "φ and θ lamps"),
        (r"$\varepsilon$-Greedy Lamps", "ε-greedy lamps"),
        (r"$\varepsilon$-Greedy Lamps", r"$\epsilon$-greedy lamps"),
        (r"$\epsilon$-Greedy Lamps", "ϵ-greedy lamps"),
        ("ε-Greedy Lamps", "epsilon-greedy lamps"),
        (r"A $\pm$ B in $\nabla$ Fog with $C \sim D$", "A ± B in ∇ fog with C ∼ D"),
        (r"Lamps over \alert{Old} Walls", "Lamps over old walls"),
        ("∆ Lamps at −5 Degrees, C∗ Fog", "Δ lamps at -5 degrees, C* fog"),
        (r"$K^{+}\to\mu^{-}$ in Fog", r"$K^+ \rightarrow \mu^-$ in fog"),
        ("The $Z'$ Lamp", r"The $Z^{\prime}$ lamp"),
        ("Moss &amp;amp; Lichen on Old Walls", "Moss & lichen on old walls"),
        ("10,000 Lamps in Fog", "10000 lamps in fog"),
        ("10<sup>3</sup> Lamps", "10$^3$ lamps"),
        ("<mml:math><mml:mi>B</mml:mi></mml:math> Lamps", "$B$ lamps"),
        ("Ёлка под фонарём", "Елка под фонарем"),
    ],
)
def test_ways_of_writing_one_title(one: str, two: str) -> None:
    assert title_of(one).key == title_of(two).key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Decays of $B^+$ Mesons", "Decays of $B^-$ Mesons"),
        ("Decays of B⁺ Mesons", "Decays of B⁻ Mesons"),
        ("A Compiler for C++", "A Compiler for C#"),
        ("A Compiler for C++", "A Compiler for C"),
        ("Lamps where $x < y$", "Lamps where $x > y$"),
        (r"The $\alpha$ Lamp", r"The $\beta$ Lamp"),
        ("Sets under ∪", "Sets under ∩"),
        ("Attacks on AES", "Attacks on AS"),
        ("Part I of a Story", "Part II of a Story"),
        ("LampTool 1.1 Manual", "LampTool 11 Manual"),
        ("Is 1/2 a Lamp", "Is 12 a Lamp"),
        ("10$^3$ Lamps", "103 Lamps"),
        ("Lamps of $x_{12}$", "Lamps of $x_1^2$"),
        ("Decays of B- in Fog", "Decays of B in Fog"),
        ("CD4- Cells under Lamps", "CD4 Cells under Lamps"),
        ("Lamps at -5 Degrees", "Lamps at 5 Degrees"),
        ("The $Z'$ Lamp", "The $Z$ Lamp"),
        ("$D^*$ Mesons in Fog", "$D$ Mesons in Fog"),
        ("A* by Lamplight", "A by Lamplight"),
        ("Lamps where a<b in fog and c>d", "Lamps where a<e in rain and f>d"),
        ("Filling <mask> by Lamplight", "Filling <unk> by Lamplight"),
        ("दिन की दीपक", "दान की दीपक"),
        ("การศึกษากิน", "การศึกษากัน"),
        ("バスの灯り", "ハスの灯り"),
        ("мой фонарь", "мои фонарь"),
        ("p̄p Lamps", "pp Lamps"),
    ],
)
def test_titles_that_differ_in_what_counts(one: str, two: str) -> None:
    assert title_of(one).key != title_of(two).key


@pytest.mark.parametrize("title", ["Dropout", "Value Drifts", "A B C D E", "深层网络"])
def test_short_titles(title: str) -> None:
    assert title_of(title).is_short


@pytest.mark.parametrize("title", ["深度学习方法综述", "Counting Spores by Lantern Light"])
def test_titles_that_are_long_enough(title: str) -> None:
    assert not title_of(title).is_short


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Multicalibration: Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Counting Spores by Lantern Light in Meadows", "Counting Spores by Lantern Light"),
        ("Counting Spores for Lantern Light", "Counting Spores in Lantern Light"),
        ("Counting Spores by Lantern Light", "Counting Spores by Lantern Lights"),
        (
            "Counting Spores by Lantern Light. In Proceedings of the Moss Conference 2019",
            "Counting Spores by Lantern Light",
        ),
    ],
)
def test_titles_worth_a_question(one: str, two: str) -> None:
    assert nearness(title_of(one), title_of(two), SIMILAR)


@pytest.mark.parametrize(
    "title",
    [
        "Counting Spores by Lantern Light: A Survey",
        "Counting Spores by Lantern Light, Revisited",
        "Counting Spores by Lantern Light: 10 Years of Lamps",
        "LampNet 2: Counting Spores by Lantern Light",
        "RETRACTED: Counting Spores by Lantern Light",
        "Counting Spores by Lantern Light as Part of an Evening",
    ],
)
def test_longer_titles_by_the_same_people_are_worth_a_question(title: str) -> None:
    longer, plain = title_of(title), title_of("Counting Spores by Lantern Light")
    assert nearness(longer, plain, SIMILAR, is_one_group=True)


def test_numbers_are_the_same_in_any_form() -> None:
    for one, two in (
        ("Lamps and Fog, Part II", "Lamps and Fog, Part 2"),
        ("The Two Lamps of Graz", "The 2 Lamps of Graz"),
    ):
        assert nearness(title_of(one), title_of(two), 82)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Part I of a Long Story of Lamps", "Part II of a Long Story of Lamps"),
        ("YOLOv3: Better and Faster Detection", "YOLOv4: Better and Faster Detection"),
        ("Counting Spores by Lantern Light 2.0", "Counting Spores by Lantern Light"),
        ("A Survey of Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Erratum: Counting Spores by Lantern Light", "Counting Spores by Lantern Light"),
        ("Annual Report of the Lamp Office 2023", "Annual Report of the Lamp Office 2024"),
        ("Counting Spores by Lantern Light", "Repairing Clocks at the Bottom of the Sea"),
        ("Counting Spores by Lantern Light, Part 2", "Counting Spores by Lantern Light"),
        ("Counting Spores by Lantern Light 3", "Counting Spores by Lantern Light"),
    ],
)
def test_titles_that_nobody_is_asked_about(one: str, two: str) -> None:
    assert not nearness(title_of(one), title_of(two), SIMILAR)


def test_titles_alike_enough_for_an_id() -> None:
    one = title_of("Counting Spores by Lantern Light")
    assert are_alike(one, title_of("Counting Fern Spores by Lantern Light in Fog"))
    assert are_alike(one, title_of(""))
    assert not are_alike(one, title_of("Repairing Clocks at the Bottom of the Sea"))
    assert not are_alike(title_of("Art"), title_of("Smart heartbeat partitions"))
    assert not are_alike(title_of("Lamps"), title_of("Fog and lamps in autumn"))
    assert not are_alike(title_of("On the fog of the lamp"), title_of("The rust of the hinges in the house of the owl"))
    assert are_alike(title_of("Counting fern spores"), title_of("A lamp for counting fern spores in the dark of night"))


def test_a_title_about_another_one() -> None:
    one = title_of("Counting Spores by Lantern Light")
    for about in ("Erratum: {}", "Comment on {}", "Reply to “{}”", "{} (Corrigendum)", "Author Correction to {}"):
        assert is_about_other(one, title_of(about.format("Counting Spores by Lantern Light")))
    assert not is_about_other(one, title_of("RETRACTED: Counting Spores by Lantern Light"))


@given(st.text() | st.text("aeou<>&;\\{}$^_-+ αµ"))
def test_any_text_is_a_title(text: str) -> None:
    title = title_of(text)
    assert title.key.replace(".", "") == title.text.replace(" ", "").replace(".", "")
    assert title.is_short in {True, False}
