"""The papers that are hardest to write: names and titles of many languages, signs, mathematics, gaps, all types."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

from readinglist.bibtex.entry.names import parse_name
from readinglist.bibtex.reading.reader import read
from readinglist.latex.encoder import formulas
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.settings.config import shipped
from readinglist.sources.page import daily
from tests.support import generate

HERE = Path(__file__).parent

LANGUAGES = """
Albanian | Çiçi, Ëngjëll | Një letër për gjuhën dhe çështjet e saj
Basque | Etxeberria, Iñaki | Euskarazko itzulpen baten ordua
Catalan | Puig i Cadafalch, Josep | Col·lecció d’història de l’enginyeria
Croatian | Đurđević, Željka | Čišćenje šumskih putova i đačkih škola
Czech | Dvořáková, Růžena | Příliš žluťoučký kůň úpěl ďábelské ódy
Danish | Sørensen, Åse | Blåbær og æblegrød på øen
Dutch | van ’t Hoff, Jacobus Henricus | Over één coëfficiënt in de wiskunde
English | Brontë, Zoë | A naïve façade of résumé coöperation
Esperanto | Ĉapek, Ĝoĵo | Eĥoŝanĝo ĉiuĵaŭde en Ĥina urbo
Estonian | Õun, Jüri | Põhjamaade tähtede öö ja õhtu
Faroese | Ðuraskógur, Óli | Tær ávísu føroysku bygdirnar
Finnish | Mäkelä, Äijö | Järjestelmän yö ja pöllön ääni
French | L’Hôpital, Guillaume | Où l’œuvre naît : ça dépend, “à peu près” « là-bas »
German | Müller-Lüdenscheidt, Jürgen | Größenänderung der Straßenmaße „über Nacht“
Hungarian | Erdős, Győző | Árvíztűrő tükörfúrógép és szűk hűtő
Icelandic | Þórðarson, Ægir | Ýmislegt um þjóðveginn og Öxará eða örn
Igbo | Ọkọrọ, Ụzọma | Ọrụ na ịkọ asụsụ
Irish | Ó Súilleabháin, Pádraig | Bríd agus an t-údar óg
Italian | Niccolò, Lucìa | Perché la città è così più là
Latvian | Ķirsis, Ģirts | Ļoti garš ceļš uz Ņujorku žēlā šķūnī
Lithuanian | Žemaitis, Ąžuolas | Įdomūs ūkininkų šaltiniai ėjo į kiemą
Norwegian | Ødegård, Bjørn | På fjellet i tåke og snø
Polish | Żółkiewski, Świętosław | Gęśla jaźń: zażółć łódź ćwiartką
Portuguese | Conceição, João | A ação e o coração às três manhãs
Romanian | Țepeș, Ștefănița | Învățarea și știința mașinilor în țară
Sami | Ánddis, Čáhppe | Sámi giella ja ŋuoktu đoaibmá žánra
Scots Gaelic | MacÌomhair, Dòmhnall | Sgrìobhadh mun chànan ùr
Serbian | Obrenović, Miloš | Učenje đaka u školi
Slovak | Ľudovít, Štúr | Kŕdeľ šťastných ďatľov učí pri ústí mĺkveho toku
Slovene | Prešeren, France | Žabe v mlaki čakajo šumno
Spanish | Núñez, Íñigo | ¿Qué pingüino añora el año? ¡El último!
Swedish | Ångström, Östen | Flygande bäckasiner på hök och ägg
Turkish | Işık, İbrahim | Çığlık çığlığa şarkı söyleyen ılık güz
Welsh | Ŵyn, Siôn | Tŷ hŷn a’r dŵr
Yoruba | Ṣóyínká, Adébáyọ̀ | Ẹ̀kọ́ èdè fún ọmọdé
"""
"""Language | author | title, all in letters that LaTeX has commands for."""

OTHER_LETTERS = """
Hawaiian | Kaʻōpua, ʻIolani | ʻŌlelo no ka Hawaiʻi
Maltese | Għawdxi, Ħamrun | Il-ħobż u ż-żejt tal-Għarb
Vietnamese | Nguyễn, Phượng | Học sâu cho tiếng Việt ở đường phố
Northern Sami | Duoddar, Ŧerttet | Giđđa ŧiimmus
Bulgarian | Ганчев, Ангел | Жълтата дюля беше щастлива
Russian | Ёлкина, Юлия | Съешь ещё этих мягких булок
Serbian | Ђорђевић, Љиљана | Фин џип и гљива
Ukrainian | Щербак, Їжак | Жебракують філософи при ґанку церкви
Greek | Παπαδόπουλος, Γιώργος | Ξεσκεπάζω την ψυχοφθόρα βδελυγμία
Chinese | 周志华 | 机器学习的方法
Chinese | 王, 小明 | 一种新的语言模型
Japanese | 伊藤, 清 | 確率論のはなし
"""
"""Language | author | title, in letters of which some have no command."""

SIGNS = """
all_the & signs % that # need $ care ~ or ^ and \\ too
100% of \\emph and {braces} and ] [ ) ( < > | " ` ' * + = @ ; : , . / ? !
@article in a title, @string{x = "y"} too
Open { brace
Close } brace
Prices of $5 and $6 are no formula
A “quoted” title – with a dash—and ‘single’ ones… and 1–2
“Quotes” first
Ligatures: ﬁnd the ﬂow, o‐ﬀ‑hand
Two -- hyphens, --- three, a `` backquote'' and ?` !`
Soft\u00adhyphen, no\u00a0break, thin\u2009space, zero\u200bwidth
Signs: © ® ™ ° µ § ¶ † ‡ £ € ¥ · • ½ ¼ ¾ ¹²³ × ÷ ± ¬ ª º ¡ ¿ « » ‹ › ‰ №
H₂O at 10⁻⁶ and x⁰: α-helix, β → γ ≤ δ ≡ ∞
"""
"""Titles, one a line."""

MATHEMATICS = """
On $L^2$ norms of $\\mathbb{R}^N$-valued maps
$O(n \\log n)$ sorting
$\\beta$-VAE and the $K$-means of $H_0(X)$
A bound of $\\frac{1}{2} \\|A\\|_F$ for \\$5
"""
"""Titles, one a line."""

PROTECTED = {
    "BERT, GPT-4, mRNA and LaTeX meet ResNet50": "BERT, GPT-4, mRNA and LaTeX meet ResNet50",
    "Éclair ÉTUDE: Gödel and the ŁUKASIEWICZ logic": "ÉTUDE|ŁUKASIEWICZ",
    "The pH of Bayesian Vitamin C": "pH|Bayesian|C",
    "iPhone first": "iPhone",
}
"""Title → its words whose case must stay, joined by bars."""

NAMES = """
van Beethoven, Ludwig
de la Vallée Poussin, Charles-Jean
Brinch Hansen, Per
King, Jr., Martin Luther
von Neumann, Jr., John
{Barnes and Noble, Inc.}
{OpenAI}
{AT&T Labs}
{Météo-France}
{Școala Națională}
Smith, {Jr., MD}, John
{The ÅNGSTRÖM & Co. Collaboration}
al-Khwārizmī, Muḥammad ibn Mūsā
d’Alembert, Jean le Rond
O’Neill, Eugène
Teresa
Jean-Paul, É.-T.
Čech, Šárka Ž.
"""
"""Authors as BibTeX writes them."""


BARE_TYPES = (
    "article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings", "manual", "mastersthesis",
    "misc", "phdthesis", "proceedings", "techreport", "unpublished",
)  # fmt: skip
"""Every type of BibTeX."""


def library() -> list[Paper]:
    """Every paper of the torture library, with distinct keys."""
    made = [*languages(LANGUAGES), *languages(OTHER_LETTERS), *signs(), *people(), *preprints(), *gaps()]
    return [*(paper.with_fields({"key": f"{paper.key or 'k'}{n}"}) for n, paper in zip(count(1), made)), *imported()]


def languages(table: str) -> list[Paper]:
    """An article for each line of a table."""
    papers = []
    for n, line in enumerate(table.strip().splitlines()):
        language, name, title = line.split(" | ")
        papers.append(article(title, [parse_name(name)], language.split()[0].lower(), PartialDate(1990 + n)))
    return papers


def article(title: str, authors: list[Author], key: str, date: PartialDate) -> Paper:
    """An article with all that BibTeX requires."""
    fields = {"volume": "7", "pages": f"{date.year}–{date.year + 9}"}
    return Paper.of(title, authors=authors, key=key, date=date, venue="Journal of Çare & Cure", fields=fields)


def signs() -> list[Paper]:
    """A preprint for each title with signs, mathematics or words whose case matters."""
    titles = [*SIGNS.strip().splitlines(), *MATHEMATICS.strip().splitlines(), *PROTECTED]
    who = [Author("Lovelace", "Ada")]
    return [
        Paper.of(title, authors=who, key="sign", date=PartialDate(2024, 1 + n % 12), arxiv=f"2401.{n:05d}")
        for n, title in enumerate(titles)
    ]


def people() -> list[Paper]:
    """A book for each author, then one of fifty authors and one of some and others."""
    authors = read(
        "\n".join(f"@misc{{a{n}, author = {{{name}}}}}" for n, name in enumerate(NAMES.strip().splitlines())), "names"
    )
    each = [paper.authors[0] for paper in authors.papers]
    many = [Author(f"Person{chr(65 + n // 26)}{chr(97 + n % 26)}", f"Given{n}") for n in range(50)]
    fields = {"publisher": "Rock and Roll Press", "address": "São Paulo"}
    return [
        Paper.of(f"Book number {n}", authors=who, others=n % 2 == 1, key="book", date=PartialDate(1800 + n),
                 entry_type="book", fields=fields)
        for n, who in enumerate([*([who] for who in each), many, each[:3]])
    ]  # fmt: skip


def preprints() -> list[Paper]:
    """Preprints of old and new style, alone and published."""
    who = [Author("Perelman", "Grisha")]
    return [
        Paper.of("New style", authors=who, key="arxiv", date=PartialDate(2024, 6, 16), arxiv="2406.01234",
                 primary_class="cs.CL", url="https://huggingface.co/papers/2406.01234"),
        Paper.of("Old style", authors=who, key="arxiv", date=PartialDate(1999), arxiv="hep-th/9901001"),
        Paper.of("Published too", authors=who, key="arxiv", date=PartialDate(2020), arxiv="2001.00001",
                 venue="Transactions of the Test Society", doi="10.1000/a_b%c#d(1)", fields={"volume": "3"}),
        Paper.of("At a conference", authors=who, key="arxiv", date=PartialDate(2021, 7), arxiv="2101.00003",
                 venue="Proceedings of the 38th Conference on R&D", fields={"pages": "1–19", "publisher": "PMLR"}),
        Paper.of("At a place unknown", authors=who, key="arxiv", date=PartialDate(2021), venue="Somewhere_Else"),
    ]  # fmt: skip


def gaps() -> list[Paper]:
    """Papers of which little is known."""
    who = [Author("Nemo")]
    return [
        Paper.of("Only a title", key="gap"),
        Paper.of("École without author", key="gap"),
        Paper.of("机器 without author", key="gap"),
        Paper.of("Only an organization", organization="NVIDIA", author_count=12, key="gap"),
        Paper.of("Only an arXiv id", arxiv="2401.09999", key="gap"),
        Paper.of("Only an address", url="https://example.org/~a/b_c?d=1&e=%20#f", key="gap"),
        Paper.of("", authors=who, key="gap", date=PartialDate(2000)),
        Paper.of("No year", authors=who, key="gap", venue="Journal of Gaps"),
        *(Paper.of(f"A bare {type}", key="gap", entry_type=type) for type in BARE_TYPES),
        *(Paper.of(f"A bare {type} by someone", authors=who, key="gap", entry_type=type) for type in BARE_TYPES),
    ]


def everything() -> list[Paper]:
    """All of the libraries below and above, each key once."""
    return list({paper.key: paper for paper in [*library(), *examples(), *generated()]}.values())


def printed(paper: Paper, *, with_given: bool = True) -> list[str]:
    """What a style prints of a paper, but for mathematics: the parts of the title, of the names, the year."""
    title = paper.title.split(": ") if "subtitle" in paper.raw else [paper.title]
    said = [part for whole in title for part in formulas(whole)[::2]]
    for author in paper.authors:
        said += [author.literal, author.particle, author.family, author.suffix, author.given if with_given else ""]
    return [part for part in (*said, str(paper.year or "")) if part.strip()]


def imported() -> list[Paper]:
    """What the reader makes of torture.bib."""
    return read((HERE / "torture.bib").read_text(encoding="utf-8"), "torture.bib").papers


def examples() -> list[Paper]:
    """The papers that come with the app, the page's with keys of their own."""
    folder = shipped("examples")
    page = daily.read((folder / "daily-papers.txt").read_text(encoding="utf-8"), "page", date(2025, 12, 8)).papers
    keyed = [paper.with_fields({"key": f"daily{n}"}) for n, paper in enumerate(page)]
    return [*read((folder / "references.bib").read_text(encoding="utf-8"), "references.bib").papers, *keyed]


def generated() -> list[Paper]:
    """A library of ordinary size; before 2015 the ids of arXiv were shorter than the generated ones."""
    return [paper for paper in generate.papers(300) if (paper.year or 0) >= 2015]
