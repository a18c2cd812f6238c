"""Pairs of records that are one paper, its title or its people written in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.invented import Inventor, Person, headline
from tests.bench.shapes import Kinds, again, at_conference, in_journal, names, scholar

if TYPE_CHECKING:
    from tests.bench.shapes import Both

SPELT = Kinds("same")


@SPELT("ampersand, and")
def ampersand(by: Inventor) -> Both:
    one, two = by.title(), by.phrase()
    sign = by.rng.choice((r"\&", "&", r"{\&}"))
    entry = in_journal(by, by.work(title=f"{one} and {two}"))
    return entry, again(by, entry, title=f"{one} {sign} {two}", pages="")


@SPELT("hyphen, none, blank")
def hyphen(by: Inventor) -> Both:
    stem, rest = by.rng.choice((("Pre", "training"), ("Multi", "modal"), ("Non", "linear"), ("Self", "supervised")))
    return spelt(by, *by.rng.sample((f"{stem}-{rest}", f"{stem}{rest}", f"{stem} {rest}", f"{stem}--{rest}"), 2))


@SPELT("formulas, written otherwise")
def formula(by: Inventor) -> Both:
    forms = by.rng.choice(
        (
            ("H$_2$O", "H₂O", "H2O", r"H\textsubscript{2}O", r"$\mathrm{H_2O}$", r"{H}$_{2}${O}"),
            ("CO$_2$", "CO₂", "CO2", r"$\mathrm{CO}_2$", r"{CO}\(_{2}\)"),
            ("$O(n^2)$", "$O(n^{2})$", "O(n²)", r"\(O(n^2)\)"),
            ("$k$-means", "k-means", r"\(k\)-means", r"\emph{k}-means"),
        )
    )
    return spelt(by, *by.rng.sample(forms, 2))


@SPELT("script ell, sign or command")
def ell(by: Inventor) -> Both:
    digit = by.rng.choice("12")
    return spelt(by, rf"$\ell_{digit}$-Regularised", f"ℓ{by.rng.choice((digit, '₁₂'[int(digit) - 1]))}-Regularised")


@SPELT("Greek letters: sign, command, name")
def greek(by: Inventor) -> Both:
    name, sign = by.rng.choice((("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("lambda", "λ"), ("epsilon", "ε")))
    forms = (rf"$\{name}$-Weighted", f"{sign}-Weighted", f"{name.title()}-Weighted", rf"\(\{name}\)-Weighted")
    return spelt(by, *by.rng.sample(forms, 2))


def spelt(by: Inventor, one: str, two: str) -> Both:
    """A publication whose title begins in two ways, with another or with its preprint."""
    title = by.title()
    work = by.work(title=f"{one} {title}")
    if by.rng.random() < 0.5:
        return scholar(by, work), at_conference(by, work._replace(title=f"{two} {title}"))
    entry = in_journal(by, work)
    return entry, again(by, entry, title=f"{two} {title}", number="")


@SPELT("thanks and footnotes in a title")
def thanks(by: Inventor) -> Both:
    entry = in_journal(by, by.work())
    note = by.rng.choice((r"\thanks{Supported by the Dornwick Fund}", r"\footnote{A talk was given in Elmstad.}"))
    return entry, again(by, entry, title=f"{entry.fields['title']}{note}", number="")


@SPELT("tags and entities in a title")
def tagged(by: Inventor) -> Both:
    title, name = by.title(), headline(by.word(["vorna", "kemula", "stuvor", "jorhul"]))
    marked, clean = by.rng.choice(
        (
            (f"{title} of <i>Lichena {name}</i>", f"{title} of Lichena {name}"),
            (f"{title} in CO<sub>2</sub> Vapour", f"{title} in CO$_2$ Vapour"),
            (f"{title} &amp; {name}s", rf"{title} \& {name}s"),
            (f"{title} at 10<sup>3</sup> {name}s", f"{title} at 10$^3$ {name}s"),
        )
    )
    entry = in_journal(by, by.work(title=clean))
    return entry, again(by, entry, title=marked, number="")


def named(by: Inventor, *forms: str) -> Both:
    """A publication by somebody whose family name is written in two ways, sometimes with its preprint."""
    one, two = by.rng.sample(forms, 2)
    given, others = by.people(1)[0].given, by.people(by.rng.randint(1, 3))
    work = by.work((Person(one, given), *others[1:]))
    people = names((Person(two, given), *others[1:]))
    if by.rng.random() < 0.5:
        return scholar(by, work), at_conference(by, work).having(author=people)
    entry = in_journal(by, work)
    return entry, again(by, entry, author=people, number="")


@SPELT("a name with an umlaut")
def umlaut(by: Inventor) -> Both:
    stem = by.rng.choice(("M{}ller", "Sch{}tz", "Gr{}nberg", "K{}hnel"))
    return named(by, *(stem.format(letter) for letter in (r"{\"u}", "ue", "u", "ü", r"\"u")))


@SPELT("a name with a stroke")
def stroke(by: Inventor) -> Both:
    stem = by.rng.choice(("S{}gaard", "{}stergren", "H{}jbjerg"))
    letters = ("Ø", "Oe", r"{\O}") if stem.startswith("{") else ("ø", "oe", r"{\o}")
    return named(by, *(stem.format(letter) for letter in letters))


@SPELT("a name with an apostrophe")
def apostrophe(by: Inventor) -> Both:
    stem = by.rng.choice(("O{}Neil", "O{}Halloran", "D{}Amato", "N{}Diaye"))
    return named(by, *(stem.format(sign) for sign in ("'", "", "’", "{'}")))


@SPELT("a name with diacritics")
def diacritics(by: Inventor) -> Both:
    forms = (
        ("Kovácsy", "Kovacsy", r"Kov{\'a}csy"),
        ("Łukarz", "Lukarz", r"{\L}ukarz"),
        ("Yıldar", "Yildar", r"Y{\i}ldar"),
    )
    more = (
        ("Garcíval", "Garcival", r"Garc{\'\i}val"),
        ("Šimonek", "Simonek", r"{\v S}imonek"),
        ("Nuñal", "Nunal", r"Nu\~nal"),
    )
    return named(by, *by.rng.choice((*forms, *more)))


@SPELT("given names, initials")
def initials(by: Inventor) -> Both:
    people = tuple(Person(family, f"{given} {by.rng.choice('ABKLT')}.") for family, given in by.people())
    entry = by.rng.choice((at_conference, in_journal))(by, by.work(people))
    short = (f"{family}, {'.'.join(part[0] for part in given.split())}." for family, given in people)
    return entry, again(by, entry, author=" and ".join(short)).without("number", "publisher")


@SPELT("family name first, last")
def name_order(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal))(by, work := by.work())
    return entry, again(by, entry, author=" and ".join(f"{given} {family}" for family, given in work.people), pages="")


@SPELT("a subtitle after a colon, a dash")
def subtitle(by: Inventor) -> Both:
    title, rest = by.title(), by.phrase()
    one, two = by.rng.sample((f"{title}: {rest}", f"{title} -- {rest}", f"{title}. {rest}", f"{title}---{rest}"), 2)
    entry = by.rng.choice((at_conference, in_journal))(by, by.work(title=one))
    return entry, again(by, entry, title=two, pages="")
