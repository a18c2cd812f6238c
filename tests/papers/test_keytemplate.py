"""The template of cite keys: what it gives, and what is said about a wrong one."""

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ConfigError
from readinglist.papers.author import Author
from readinglist.papers.citekey import legal, propose
from readinglist.papers.keytemplate import CASES, FIELD, parse
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate

PAPER = Paper.of(
    "Attention Is All You Need",
    authors=[Author("Vaswani", "Ashish"), Author("Shazeer", "Noam"), Author("Neumann", "John", "von")],
    date=PartialDate(2017),
    venue="Neural Information Processing Systems",
    arxiv="1706.03762",
)
BARE = Paper.of("Reward Modeling for Careful Agents")


@pytest.mark.parametrize(
    ("template", "key", "bare"),
    [
        ("{author}{year}{title}", "vaswani2017attention", "rewardmodeling"),
        ("{author:Capital}{year:2}{title:2:Capital}", "Vaswani17AttentionNeed", "RewardModelingCareful"),
        ("{author:2:Capital}{year}", "VaswaniShazeer2017", "Reward"),
        ("{author:3:capital:-}_{year:4}", "Vaswani-Shazeer-VonNeumann_2017", "Reward"),
        ("{author:2:etal:-}-{title:3:-}", "vaswani-shazeer-etal-attention-need", "reward-modeling-careful-agents"),
        ("{author:Capital:etal}{year}", "VaswaniEtAl2017", "Reward"),
        ("{author:9:etal}", "vaswanishazeervonneumann", "reward"),
        ("{author:UPPER}:{year}", "VASWANI:2017", "REWARD"),
        ("{author}_{year}_{title}", "vaswani_2017_attention", "reward_modeling"),
        ("{year}-{title:2:_}", "2017-attention_need", "reward_modeling"),
        ("{venue:2:Capital}{year:2}/{author}", "NeuralInformation17/vaswani", "reward"),
        ("{year}-{arxiv}", "2017-1706.03762", "rewardmodeling"),
        ("ref:{author}", "ref:vaswani", "ref:reward"),
        ("{ author : Capital }", "Vaswani", "Reward"),
    ],
)  # fmt: skip
def test_what_a_template_gives(template: str, key: str, bare: str) -> None:
    assert (propose(PAPER, template), propose(BARE, template)) == (key, bare)


def test_an_old_arxiv_id_and_names_of_other_scripts() -> None:
    paper = Paper.of("机器学习", authors=[Author("周志华"), Author(literal="Open AI")], arxiv="hep-th/9901001")
    assert propose(paper, "{author:2:Capital:-}_{arxiv}") == "Zhouzhihua-OpenAi_hep-th-9901001"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{auhtor}{year}", "no part {auhtor}", "did you mean 'author'?"),
        ("{}", "no part {}", "known: author, year, title, venue, arxiv"),
        ("{author:Captial}", "'Captial' in {author:Captial}", "did you mean 'Capital'?"),
        ("{author}{year:3}", "'3' in {year:3}", "known: 2, 4"),
        ("{title:0}", "'0' in {title:0}", "a number from 1 to 99"),
        ("{title:etal}", "'etal' in {title:etal}", "known:"),
        ("{arxiv:2}", "'2' in {arxiv:2}", "nothing may follow it"),
        ("{title:2:3}", "{title:2:3} says its number twice", "such as"),
        ("{author", "brace in '{author' has no partner", "such as"),
        ("{author} {year}", "' ' in '{author} {year}' cannot stand", "letters, digits"),
        ("{author}é", "'é' in '{author}é' cannot stand", "letters, digits"),
        ("{year}", "many papers one key", "{author}, {title} or {arxiv}"),
        ("", "many papers one key", "{author}, {title} or {arxiv}"),
    ],
)
def test_a_wrong_template_is_explained(template: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(template)
    assert message in caught.value.message
    assert hint in caught.value.hint


templates = st.lists(
    st.sampled_from(["{author}", "{author:2:etal:-}", "{author:UPPER}", "{year}", "{year:2}", "{title:3:Capital:-}",
                     "{venue:2:_}", "{arxiv}", "-", "_", "::", "x", "9."]),
    max_size=6,
).map(lambda pieces: "".join(pieces) + "{author}")  # fmt: skip
RUN = re.compile("[^A-Za-z0-9]+")


@settings(deadline=None)
@given(templates, st.text(), st.lists(st.text(), max_size=3), st.integers(0, 9999), st.sampled_from(["", "1706.03762"]))
def test_every_key_is_legal_and_has_no_sign_to_spare(
    template: str, title: str, names: list[str], year: int, arxiv: str
) -> None:
    date = PartialDate(year) if year else None
    key = propose(Paper.of(title, authors=[Author(name) for name in names], date=date, arxiv=arxiv), template)
    assert key.isascii()
    assert legal(key) == key
    assert key[0].isalnum()
    assert key[-1].isalnum()
    written = {run for text in FIELD.split(template)[::2] for run in RUN.findall(text)}
    assert set(RUN.findall(key)) <= written | {"-", "_", "."}


@given(st.text() | st.text("{}authortitle:2-C"))
def test_any_text_is_a_template_or_explained(text: str) -> None:
    with contextlib.suppress(ConfigError):
        assert propose(PAPER, text) == propose(PAPER, text.replace(" ", ""))


def test_cases_are_found_in_any_case() -> None:
    assert [propose(PAPER, f"{{author:{case.swapcase()}}}") for case in CASES] == ["vaswani", "Vaswani", "VASWANI"]


def test_a_title_in_the_place_of_authors_has_no_others() -> None:
    nobody = Paper.of("Reward Models", others=True)
    assert propose(nobody, "{author:Capital:etal}") == "Reward"
