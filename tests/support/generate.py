"""Realistic papers in any number, the same for the same seed."""

from __future__ import annotations

import random
from itertools import accumulate

from readinglist.papers.paper import Paper

HEAD = """the of and a to in we for with on that is this by our from as are model models learning language method data
training results tasks performance approach large which based reasoning can show reward between using propose novel
framework generation existing across while video however benchmark image experiments image-based multimodal visual
attention diffusion policy agents transformer inference reinforcement alignment evaluation optimization efficient
scaling scene motion human context tokens memory retrieval code planning world robust sparse latent preference sampling
temporal gradient decoding editing speech graph semantic pretraining fine-tuning distillation quantization adaptation
consistency representation 3d self-supervised zero-shot long-horizon end-to-end state-of-the-art""".split()
SMALL = frozenset("the of and a to in we for with on that is this by our from as are".split())
SYLLABLES = """ka lei do sco pe ra ne ti mo va lu se pro to gen be ta ri no com pu mi de con tra xi on al er ing ist um
bra ko fi ze dro phy lo gra tech spa hel io quan dis re in ter sub ma ser vic tem po ral ges ture syn""".split()
FAMILIES = """Abe Adeyemi Ali Andersson Bauer Bengio Bianchi Chen Cohen Costa Dubois Fernández García Gödel Gupta Haddad
Hansen Hoang Ivanov Jansen Kim Kovács Kowalski Kumar Lee Li Liu López Martin Meyer Müller Nakamura Nguyen Novák Okafor
Olsen Papadopoulos Park Patel Petrov Popescu Rossi Santos Sato Schmidt Silva Singh Smith Suzuki Tanaka Tran Vaswani Wang
Weber Williams Wu Yamamoto Yang Yılmaz Zhang Zhao Zhou Øster Łukasik""".split()
GIVEN = """Ada Aisha Alan André Anna Ashish Björn Carla Chloé Daniel David Elena Emeka Fatima Grace Hana Hiro Hugo Ines
Ivan Jana Jie Jun Kai Kurt Lena Li Lin Luis Maria Marta Mei Mia Min Mohammed Nina Noam Olga Omar Paul Petra Rahul Rosa
Sara Sven Tomás Uma Wei Xin Yan Yoshua Yuki Zoë""".split()
STATUSES = ("inbox", "to-read", "reading", "done", "skipped", "trashed")
TAGS = ("agents", "diffusion", "evaluation", "llm", "nlp", "robotics", "rl", "survey", "theory", "to-cite", "vision")
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
ACCENTED = {
    "ö": '{\\"o}', "ü": '{\\"u}', "á": "{\\'a}", "é": "{\\'e}", "í": "{\\'\\i}", "ó": "{\\'o}", "ë": '{\\"e}',
    "ı": "{\\i}", "Ø": "{\\O}", "Ł": "{\\L}",
}  # fmt: skip


def papers(n: int, seed: int = 0) -> list[Paper]:
    """`n` papers as a library holds them: 1.8 kB each, newest arrival last; the vocabulary grows with `n`."""
    rng = random.Random(seed)  # one stream of numbers: the first papers differ between two n
    words = vocabulary(rng, 300 + int(50 * n**0.6))
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    text = rng.choices(words, cum_weights=weights, k=2_000 + 25 * n)
    people = [person(rng) for _ in range(50 + n // 2)]
    ids = unique_ids(rng, n)
    return [paper(rng, id, arrival, text, people) for arrival, id in enumerate(ids, 1)]


def vocabulary(rng: random.Random, size: int) -> list[str]:
    """That many distinct words, the frequent ones first."""
    words = dict.fromkeys(HEAD)
    while len(words) < size:
        words["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5)))] = None
    return list(words)[:size]


def person(rng: random.Random) -> dict[str, str]:
    """An author's record."""
    family = rng.choice(FAMILIES)
    if rng.random() < 0.1:
        family += "-" + rng.choice(FAMILIES)
    given = rng.choice(GIVEN)
    if rng.random() < 0.3:
        given += f" {rng.choice('ABCDEFGHJKLMNPRSTW')}."
    return {"family": family, "given": given}


def unique_ids(rng: random.Random, n: int) -> list[str]:
    """`n` distinct ids of eight letters."""
    ids: dict[str, None] = {}
    while len(ids) < n:
        ids["".join(rng.choices(LETTERS, k=8))] = None
    return list(ids)


def paper(rng: random.Random, id: str, arrival: int, text: list[str], people: list[dict[str, str]]) -> Paper:
    """One paper, its words cut out of `text`."""
    year, month, day = 2010 + int(16 * rng.random() ** 0.4), rng.randint(1, 12), rng.randint(1, 28)
    start = rng.randrange(len(text) - 30)
    name = "".join(rng.choices(SYLLABLES, k=3)).capitalize()
    title = [word if word in SMALL else word.capitalize() for word in text[start : start + rng.randint(4, 10)]]
    authors = [rng.choice(people) for _ in range(1 + int(rng.expovariate(0.25)))]
    added = f"2025-{1 + arrival // 28 % 12:02d}-{1 + arrival % 28:02d}T{rng.randrange(24):02d}:00:00Z"
    record = {
        "id": id,
        "key": f"{authors[0]['family'].encode('ascii', 'ignore').decode().lower()}{year}{name.lower()}{arrival}",
        "title": f"{name}: {' '.join(title)}",
        "authors": authors,
        "abstract": " ".join(sentence(rng, text) for _ in range(7)),
        "date": f"{year}-{month:02d}-{day:02d}",
        "arxiv": f"{year % 100:02d}{month:02d}.{arrival % 100_000:05d}",
        "sources": ["hf:daily:2025-12-08"],
        "arrival": arrival,
        "added": added,
        "updated": added,
        "status": rng.choices(STATUSES, (30, 25, 5, 20, 18, 2))[0],
        "status_since": added,
    }
    if rng.random() < 0.6:
        record["tags"] = sorted(set(rng.choices(TAGS, k=rng.randint(1, 3))))
    if rng.random() < 0.1:
        record["priority"] = rng.randint(1, 3)
    return Paper(record)


def sentence(rng: random.Random, text: list[str]) -> str:
    """Some twenty words that stand together in `text`."""
    start = rng.randrange(len(text) - 30)
    words = " ".join(text[start : start + rng.randint(18, 28)])
    return f"{words[0].upper()}{words[1:]}."


def bib(n: int, seed: int = 0) -> str:
    """`n` entries as people's files have them: abstracts, accents and capitals in LaTeX, mathematics; 1.9 kB each."""
    rng = random.Random(seed)
    return "\n".join(entry(rng, paper) for paper in papers(n, seed))


def entry(rng: random.Random, paper: Paper) -> str:
    """A paper as an entry of a .bib file."""
    name, words = paper.title.split(": ", 1)
    people = [f"{author['family']}, {author['given']}" for author in paper.record["authors"]]
    fields = {
        "title": f"{{{{{name}}}: {words}}}"
        if rng.random() < 0.9
        else f"{{{name}: {words} of $k$-{{SAT}} -- and G{{\\'o}}del}}",
        "author": f"{{{in_latex(' and '.join(people))}}}",
        "year": f"{{{paper.year}}}",
        "month": rng.choice(("jan", "feb", "mar", "jun", "sep", "dec")),
        "journal": f"{{Journal of {words.split()[-1]} Research}}",
        "volume": f"{{{rng.randint(1, 40)}}}",
        "pages": f"{{{rng.randint(1, 500)}--{rng.randint(501, 999)}}}",
        "doi": f"{{10.1000/{paper.key}}}",
        "url": f"{{https://example.org/papers/{paper.key}.html}}",
        "abstract": f"{{{abstract(rng, paper.abstract)}}}",
    }
    if rng.random() < 0.3:
        fields |= {"eprint": f"{{{paper.arxiv}}}", "archivePrefix": "{arXiv}", "primaryClass": "{cs.LG}"}
    if rng.random() < 0.5:
        fields["keywords"] = "{learning, language models, evaluation}"
    lines = [f"  {field:<13} = {value}," for field, value in fields.items()]
    return "\n".join([f"@article{{{paper.key},", *lines, "}", ""])


def abstract(rng: random.Random, text: str) -> str:
    """An abstract in LaTeX: every third holds a command, a percentage or mathematics."""
    if rng.random() < 0.7:
        return text
    return text.replace(". ", rng.choice((" by 3.5\\%. ", " -- \\emph{once more}. ", " for $n \\le 2^{k}$. ")), 3)


def in_latex(names: str) -> str:
    """Names with their accents as commands."""
    return "".join(ACCENTED.get(letter, letter) for letter in names)
