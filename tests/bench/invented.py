"""Words, people, venues and ids that nobody has: what the records of `tests.bench.labelled` are made from."""

from __future__ import annotations

import random
from typing import NamedTuple

ADJECTIVES = """adaptive amortised ancestral asymmetric braided buffered cascading coastal compact coupled curved
dampened drifting elastic entangled fading folded foraging granular hollow inverted layered lopsided magnetic marginal
migrating nested nocturnal oblique overlapping patient periodic porous ragged recurrent resonant sheltered sparse
spiral stratified stubborn submerged tangled tilted twisted unhurried viscous weathered woven""".split()
NOUNS = """anchors arcades bridges canals catalogues ceilings clocks codes corridors currents dictionaries domes
embankments estuaries ferries filters fountains galleries gardens glaciers granaries harbours hedges kernels kites
ladders lanterns ledgers lighthouses looms meadows mirrors mosaics orchards pendulums pigments quarries reservoirs
ropes sails scaffolds sediments shutters signals stairways tides towers trellises tunnels turbines valleys vaults
violins weirs windmills workshops""".split()
MATTERS = """alpine beekeeping bell-ringing cheese cider copper dairy echo estuary fern ferry flute frost glacier
grain harbour heather herring honey juniper lichen linen loom marble meadow monsoon moss opal orchard oyster peat
pollen porcelain puffin quartz reed river rye saffron salmon salt seaweed slate snow tidal timber tulip velvet walnut
wool""".split()
TASKS = """archiving arrangement balancing calibration carving classification composting counting dating drainage
estimation exchange forecasting grading grafting inspection labelling mapping measurement mending navigation pairing
painting planning pricing pruning ranking recognition repair restoration routing sampling scheduling sorting storage
surveying tracing translation transport tuning watching weaving weighing""".split()
METHODS = """averaging bounds budgets certificates contracts descents ensembles games grammars heuristics hierarchies
invariants languages lotteries networks operators oracles policies priors protocols proofs queues recipes rewards
rules schemes semantics statistics transforms trees walks""".split()
SYLLABLES = "bra cor dun fel gri hul jor kem lun mor nop pri qua rel stu tav ulm vor wex yor zel".split()
FAMILIES = """Abara Adebayo Alvarenga Andreou Aoyama Bakker Baranski Basu Chaudhry Chukwu Daoud Delacroix Demir
Dimitrov Dlamini Eriksen Farkas Feng Ferrara Fujita Gao Ghosh Goswami Grabowski Guerrero Hakimi Halloran Hashimoto
Hegde Horvat Huang Iyer Jovanovic Kapoor Karlsen Khalil Kimura Kobayashi Kruger Laine Lindqvist Lombardi Mahlangu
Marchetti Medeiros Mwangi Nassar Nikolaidis Nishida Novotny Oduya Oliveira Ozkan Pereira Pham Qureshi Ramirez Rao
Reuter Richter Saito Salonen Shah Sokolov Szabo Takeda Teixeira Thorne Tremblay Truong Ueda Vargas Verhoeven Vidal
Watanabe Xie Yilmaz Zeng Zheng Zielinski""".split()
GIVEN = """Abdullah Adriana Agnes Ahmed Akira Amina Anders Anjali Arturo Astrid Beatriz Bogdan Camille Chinwe Claudia
Deepak Dmitri Eszter Fatou Felipe Freya Gabriel Giulia Hanna Haruto Helena Hussein Ingrid Isabel Jakub Jianhua Joao
Kavita Keiko Ksenia Lars Leila Ludovic Magnus Manuel Marek Mehmet Mihail Nadia Naveen Ngozi Nikos Oksana Pablo Priya
Quentin Ravi Rafael Sanjay Selin Sofia Stefan Tariq Thabo Tomoko Ulrike Valentina Viktor Wanjiru Xiaomei Yusuf Zanele
Zuzana""".split()
TOWNS = (
    "Brenloch Calvessa Dornwick Elmstad Farrowby Grunau Hollenfjord Ixtara Jaswin Kestrelby Lumora Marrowfen".split()
)
PUBLISHERS = ("Anvil Press", "Northgate Academic", "Quill and Sons", "Heron House", "Tarn University Press")
OPENINGS = ("We study", "This work measures", "We ask how to build", "A theory is given of", "We compare", "We revisit")
SMALL = frozenset("for of in with and by on under a the from to at".split())


class Person(NamedTuple):
    """A name as a .bib file has it, in LaTeX or not."""

    family: str
    given: str


class Work(NamedTuple):
    """What records of one work have in common."""

    title: str
    people: tuple[Person, ...]
    year: int
    arxiv: str


class Inventor:
    """Invents whatever records need: the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)
        self.titles: set[str] = set()

    def word(self, words: list[str]) -> str:
        return self.rng.choice(words)

    def name(self) -> str:
        """A name such as systems have."""
        return "".join(self.rng.sample(SYLLABLES, 2)).capitalize() + self.rng.choice(("Net", "er", "a", "is", ""))

    def title(self) -> str:
        """A title of six words or more, never the same twice, its words capitalised."""
        while True:
            shape = self.rng.choice((subject_for, method_with, task_by, on_the))
            title = headline(shape(self))
            if title not in self.titles:
                self.titles.add(title)
                return title

    def phrase(self) -> str:
        """Three words that can stand before or after a title."""
        return headline(f"{self.word(ADJECTIVES)} {self.word(MATTERS)} {self.word(METHODS)}")

    def abstract(self) -> str:
        """A few sentences."""
        return " ".join(f"{self.rng.choice(OPENINGS)} {subject_for(self)}." for _ in range(5))

    def people(self, count: int = 0) -> tuple[Person, ...]:
        """So many people, else two to five, of different families."""
        count = count or self.rng.randint(2, 5)
        return tuple(Person(family, self.word(GIVEN)) for family in self.rng.sample(FAMILIES, count))

    def work(self, people: tuple[Person, ...] = (), title: str = "") -> Work:
        """A work that nobody has written."""
        year = self.rng.randint(2009, 2023)
        return Work(title or self.title(), people or self.people(), year, self.arxiv(year))

    def arxiv(self, year: int) -> str:
        digits = 5 if year > 2014 else 4
        return f"{year % 100:02d}{self.rng.randint(1, 12):02d}.{self.rng.randrange(1, 10**digits):0{digits}d}"

    def doi(self, prefix: str = "10.9999") -> str:
        return f"{prefix}/{self.rng.choice(SYLLABLES)}.{self.rng.randint(1000, 9999)}.{self.rng.randint(10000, 99999)}"

    def pages(self) -> str:
        first = self.rng.randint(1, 900)
        return f"{first}--{first + self.rng.randint(7, 25)}"

    def journal(self) -> str:
        """A journal's name of four words or more."""
        kind = self.rng.choice(("Journal of", "Transactions on", "Annals of", "International Journal of"))
        return f"{kind} {headline(f'{self.word(MATTERS)} {self.word(TASKS)}')}"

    def conference(self) -> str:
        """A proceedings volume's name."""
        kind = self.rng.choice(("Conference on", "Symposium on", "International Conference on", "Workshop on"))
        place = self.rng.choice(("Proceedings of the ", "Proceedings of the 14th ", ""))
        return f"{place}{kind} {headline(f'{self.word(MATTERS)} {self.word(TASKS)}')}"

    def isbn(self) -> tuple[str, str]:
        """One book's number, in ten digits and in thirteen."""
        body = [self.rng.randrange(10) for _ in range(9)]
        check = -sum((10 - place) * digit for place, digit in enumerate(body)) % 11
        long = [9, 7, 8, *body]
        last = -sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(long)) % 10
        return "".join(map(str, body)) + "0123456789X"[check], "".join(map(str, [*long, last]))


def headline(text: str) -> str:
    """A text with its words capitalised, but for the small ones."""
    words = [word if word in SMALL else word[:1].upper() + word[1:] for word in text.split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def subject_for(by: Inventor) -> str:
    return (
        f"{by.word(ADJECTIVES)} {by.word(NOUNS)} for {by.word(ADJECTIVES)} {by.word(MATTERS)} "
        f"{by.word(TASKS)} in {by.word(NOUNS)}"
    )


def method_with(by: Inventor) -> str:
    return f"{by.word(MATTERS)} {by.word(TASKS)} with {by.word(ADJECTIVES)} {by.word(METHODS)} of {by.word(NOUNS)}"


def task_by(by: Inventor) -> str:
    return f"{by.word(TASKS)} of {by.word(MATTERS)} {by.word(NOUNS)} by {by.word(ADJECTIVES)} {by.word(METHODS)}"


def on_the(by: Inventor) -> str:
    return (
        f"on the {by.word(TASKS)} of {by.word(ADJECTIVES)} {by.word(NOUNS)} under {by.word(MATTERS)} {by.word(METHODS)}"
    )
