"""arXiv ids, DOIs, ACL and OpenReview ids in every written form → canonical."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_FORM = 2000
"""No written form of an id is longer; what is longer is not looked at."""
ARCHIVES = (
    "astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nlin|nucl-ex|nucl-th|physics|quant-ph|math|cs|q-bio|"
    "q-fin|stat|acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|"
    "mtrl-th|patt-sol|plasm-ph|q-alg|solv-int|supr-con"
)
NEW_ARXIV = r"(?P<new>\d\d(?:0[1-9]|1[0-2])\.\d{4,5})"
OLD_ARXIV = rf"(?P<archive>{ARCHIVES})(?:\.[a-z]{{2,5}}(?:-[a-z]{{2,5}})?)?/(?P<old>\d\d(?:0[1-9]|1[0-2])\d{{3}})"
ARXIV = rf"(?:{NEW_ARXIV}|{OLD_ARXIV})(?:v(?P<version>[1-9]\d{{0,2}}))?"
ACL = r"(?P<acl>(?:19|20)\d\d\.[a-z0-9_]{1,40}-[a-z0-9_]{1,40}\.\d{1,5}|[a-z]\d\d-\d{4})"
DOI = r"(?P<doi>10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s\x00-\x1f]{1,500})"
FLAGS = re.IGNORECASE | re.ASCII

ARXIV_FORM = re.compile(
    rf"(?:(?:arxiv\s+)?(?:e-?|pre)prints?[\s:,]{{1,3}}|corr[\s:,]{{1,3}})?"
    rf"(?:(?:oai:)?(?:arxiv(?:\.org)?|eprint)[\s:.,/]{{1,3}})?(?:abs[\s:./]{{1,3}})?\[?{ARXIV}\]?"
    rf"(?:\s*\[(?:{ARCHIVES})[\w.-]{{0,12}}\])?(?:\s+\d{{1,2}} \w{{3}} \d{{4}})?",
    FLAGS,
)
ARXIV_PATH = re.compile(rf"(?:^|/)(?:arxiv[:.])?{ARXIV}(?:\.(?:pdf|ps|ps\.gz|md|html))?(?=/|$)", FLAGS)
ARXIV_HOST = re.compile(
    r"(?:^|\.)(?:arxiv[.-]org|alphaxiv[.-]org|ar5iv[.-]org|arxiv-vanity\.com|xxx\.lanl\.gov|scirate\.com|"
    r"semanticscholar\.org|papers\.cool|huggingface\.co|hf\.co|hf-mirror\.com)(?:\.|$)"
)
HUGGING_FACE = re.compile(r"huggingface\.co|hf\.co|hf-mirror\.com")
DOI_FORM = re.compile(rf"(?:(?:info:|urn:)?doi[\s:=/]{{1,3}})?{DOI}", FLAGS)
DOI_IN_ADDRESS = re.compile(rf"(?:^|[/=]){DOI}", FLAGS)
DOI_OF_ARXIV = re.compile(rf"10\.48550/arxiv\.(?:{ARXIV})?", FLAGS)
DOI_OF_ACL = re.compile(rf"10\.18653/v1/{ACL}", FLAGS)
TELLING_DOIS = ("10.48550/", "10.18653/")
"""How DOIs begin that hold an id of another kind."""
PUBLISHERS_TAIL = re.compile(r"(?:[./](?:full|pdf|epdf|abstract|html|meta|full-text|summary|short))+/?$", re.IGNORECASE)
RXIV_VERSION = re.compile(r"(?<=\d)v\d{1,2}$")
ACL_FORM = re.compile(rf"(?:acl(?:anthology)?:\s?)?{ACL}", FLAGS)
ACL_PATH = re.compile(rf"(?:^|/){ACL}(?:v\d)?(?:\.(?:pdf|bib|xml|endf))?/?$", FLAGS)
ACL_HOST = re.compile(r"(?:^|\.)(?:aclanthology\.(?:org|info)|aclweb\.org)$")
OPENREVIEW_FORM = re.compile(r"openreview:\s?(?P<openreview>[\w-]{9,14})", FLAGS)
OPENREVIEW_PATH = re.compile(r"(?:forum|pdf|attachment)/?$")
OPENREVIEW_QUERY = re.compile(r"(?:^|&)id=(?P<openreview>[\w-]{9,14})(?:&|$)", re.ASCII)
ADDRESS = re.compile(
    r"(?:https?:)?(?://)?(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})(?::\d{1,5})?/"
    r"(?P<path>[^?#\s]*)(?:\?(?P<query>[^#\s]*))?(?:#\S*)?",
    FLAGS,
)
LABEL_OF_ADDRESS = re.compile(r"^\w{1,20}\s?:\s?(?=https?://)")
IN_TEXT = re.compile(
    r"https?://(?:(?!https?://)[^\s<>\"{}|\\^`]){4,1000}"
    r"|(?<![\w-])(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|doi\.org|aclanthology\.org|openreview\.net|huggingface\.co|hf\.co)"
    r"/[^\s<>\"{}|\\^`]{1,1000}"
    + re.sub(
        r"\?P<\w+>",
        "?:",
        rf"|\barxiv(?:\s(?:e-?|pre)prints?)?[\s:.,]{{1,2}}{ARXIV}(?!\d)"
        rf"|(?<![\w/.-])abs/{ARXIV}(?!\d)"
        rf"|(?<![\d.]){ARXIV}(?=\s?\[(?:{ARCHIVES})[\w.-]{{0,12}}\])"
        rf"|(?<![\w./-]){OLD_ARXIV}(?:v[1-9]\d{{0,2}})?(?!\d)",
    )
    + r"|(?<![\d.])10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s<>\"{}|^`]{1,500}"
    r"|\bopenreview:\s?[\w-]{9,14}|\bacl:\s?[\w.-]{8,90}",
    FLAGS,
)
NEXT_ID = r"(?:https?://|www\.|(?:doi|arxiv)\s?:|10\.\d{4,9}(?:\.\d{1,9}){0,3}/)"
SEPARATOR = re.compile(r"[\s,;|]")
BETWEEN = re.compile(rf"(?<![/=\s,;|])[\s,;|]+(?:(?:and|or|&)[\s,;|]+)?(?={NEXT_ID})", FLAGS)
"""The separator of two addresses or DOIs; a blank after a slash is a line break within one."""
LATEX_SIGNS = {"textless": "<", "textgreater": ">", "textunderscore": "_", "textasciitilde": "~", "sim": "~"}
LATEX_IN_BRACES = re.compile(r"\{(\\(?:[a-z]{3,20}|[_%&#~$]))\s{0,9}(?:\{\})?\}")
LATEX = re.compile(rf"\\(?:({'|'.join(LATEX_SIGNS)})(?![a-z])\s{{0,9}}|([_%&#~$]))(?:\{{\}})?")
LATEX_IN_MATHS = re.compile(r"\$(?:([<>_~])|\\(_|sim|sb)\s?)\$")
ENTITY = re.compile(r"&(amp|lt|gt|#38|#60|#62);", re.IGNORECASE)
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "#38": "&", "#60": "<", "#62": ">"}
OPENERS = "<([{\"'“‘«"
CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
ENDS = ".,;:!?\"'”’»"
PREPRINT_DOIS = {
    "10.48550": "arXiv", "10.1101": "bioRxiv and medRxiv", "10.64898": "bioRxiv and medRxiv", "10.2139": "SSRN",
    "10.26434": "ChemRxiv", "10.20944": "Preprints.org", "10.21203": "Research Square", "10.36227": "TechRxiv",
    "10.33774": "Cambridge Open Engage", "10.22541": "Authorea", "10.32388": "Qeios", "10.35542": "EdArXiv",
    "10.32942": "EcoEvoRxiv", "10.31730": "AfricArXiv", "10.31234": "PsyArXiv", "10.31235": "SocArXiv",
    **{f"10.{number}": "OSF Preprints" for number in (*range(31219, 31234), 31236)},
}  # fmt: skip
"""Prefix of the DOIs of a preprint server → its name."""
PREPRINTS_OF_PUBLISHERS = {"10.1002": "essoar.", "10.2196": "preprints."}
"""Prefix of a publisher's DOIs → how those of its preprints go on."""
OF_COLD_SPRING_HARBOR = re.compile(r"(?:20\d\d\.\d\d\.\d\d\.)?\d{6,8}(?:v\d{1,2})?", re.ASCII)
"""How preprints are numbered under 10.1101, which journals have too."""


class Ids(NamedTuple):
    """The canonical ids that a written form names."""

    arxiv: str = ""
    version: int | None = None
    doi: str = ""
    acl: str = ""
    openreview: str = ""

    @property
    def hard_keys(self) -> frozenset[str]:
        """Comparable keys such as ``arxiv:1706.03762`` and ``doi:10.1000/x`` (lower case)."""
        return comparable(self.arxiv, self.doi, self.acl, self.openreview)


def comparable(arxiv: str, doi: str, acl: str, openreview: str) -> frozenset[str]:
    """The hard keys of these ids; an empty one is none."""
    keys: list[str] = []
    if arxiv:
        keys.append(f"arxiv:{arxiv.lower()}")
    if doi:
        keys.append(f"doi:{doi.lower()}")
    if acl:
        keys.append(f"acl:{acl.lower()}")
    if openreview:
        keys.append(f"openreview:{openreview}")
    return frozenset(keys)


def recognise(text: str) -> Ids | None:
    """The ids that `text` as a whole names, in any written form; None if it names none.

    >>> recognise("https://www.alphaxiv.org/abs/1706.03762v5").arxiv
    '1706.03762'
    """
    if len(text) > LONGEST_FORM:
        return None
    text = trimmed(unescaped(text))
    if text.find("://") > len("https"):
        text = LABEL_OF_ADDRESS.sub("", text)
    if not text.startswith("http"):
        plain = unquote(text) if "%" in text else text
        for form, ids_in in FORMS:
            if match := form.fullmatch(plain):
                return ids_in(match)
    match = ADDRESS.fullmatch(text)
    return address_ids(match["host"].lower(), match["path"], match["query"] or "") if match else None


def find(text: str) -> list[Ids]:
    """All ids in free text, in order, each once; new arXiv ids only with their prefix, class or address."""
    found = (ids for match in IN_TEXT.finditer(text) for ids in named_in(match[0]))
    return list(dict.fromkeys(found))


def named_in(text: str) -> list[Ids]:
    """The ids that `text` names as a whole, or else each of the addresses and DOIs that stand side by side in it."""
    if ids := recognise(text):
        return [ids]
    parts = apart(text)
    return [ids for part in parts if (ids := recognise(part))] if parts != [text] else []


def apart(text: str) -> list[str]:
    """The addresses and DOIs that stand side by side in one field, each without the blanks of a line break.

    >>> apart("10.1000/a, https://example.org/ b"), apart("10.1000/a;b-1,2")
    (['10.1000/a', 'https://example.org/b'], ['10.1000/a;b-1,2'])
    """
    if not SEPARATOR.search(text):  # much quicker
        return [text] if text else []
    return [joined for part in BETWEEN.split(text) if (joined := "".join(part.split()))]


def unescaped(text: str) -> str:
    r"""An id or address with the signs that LaTeX or HTML wrote in other words.

    >>> unescaped(r"10.1000/a\_b{\_}c$<$1\textgreater{}&lt;2")
    '10.1000/a_b_c<1><2'
    """
    if "\\" in text:
        text = LATEX_IN_BRACES.sub(r"\1{}", text)
        text = LATEX.sub(lambda match: match[2] or LATEX_SIGNS[match[1]], text)
    if "$" in text:
        text = LATEX_IN_MATHS.sub(lambda match: match[1] or ("~" if match[2] == "sim" else "_"), text)
    for _ in range(2 if "&" in text else 0):  # it may be written so once more than it should be
        text = ENTITY.sub(lambda match: ENTITIES[match[1].lower()], text)
    return text


def merged(found: Iterable[Ids]) -> Ids:
    """One set of ids, the first of each kind."""
    arxiv = doi = acl = openreview = ""
    version = None
    for ids in found:
        if ids.arxiv and not arxiv:
            arxiv, version = ids.arxiv, ids.version
        doi, acl, openreview = doi or ids.doi, acl or ids.acl, openreview or ids.openreview
    return Ids(arxiv, version, doi, acl, openreview)


def is_preprint_doi(doi: str) -> bool:
    """Whether a bare DOI is one of arXiv or another preprint server.

    >>> is_preprint_doi("10.26434/chemrxiv-2024-x"), is_preprint_doi("10.1101/gr.279000.124")
    (True, False)
    """
    prefix, _, suffix = doi.strip().partition("/")
    is_in_doubt = prefix == "10.1101"
    if (opening := PREPRINTS_OF_PUBLISHERS.get(prefix)) and suffix.lower().startswith(opening):
        return True
    return prefix in PREPRINT_DOIS and (not is_in_doubt or bool(OF_COLD_SPRING_HARBOR.fullmatch(suffix)))


def trimmed(text: str) -> str:
    """`text` without the quotes, brackets and full stops that a sentence put around it."""
    text = text.strip().lstrip(OPENERS)
    while text and (text[-1] in ENDS or text.count(text[-1]) > text.count(CLOSERS.get(text[-1], text[-1]))):
        text = text[:-1]
    return text.strip()


def arxiv_ids(match: re.Match[str]) -> Ids | None:
    """The arXiv id that matched; None if its number is too long or too short for its month."""
    version = int(match["version"]) if match["version"] else None
    if old := match["old"]:
        is_real = old[:4] >= "9107" or old[:4] <= "0703"
        return Ids(arxiv=f"{match['archive'].lower()}/{old}", version=version) if is_real else None
    month, number = match["new"].split(".")
    is_real = month >= "0704" and len(number) == (4 if month < "1501" else 5)
    return Ids(arxiv=match["new"], version=version) if is_real else None


def doi_ids(doi: str) -> Ids | None:
    """The ids of a DOI, with the arXiv or ACL id that it holds; None for a broken DOI and for two."""
    if "://" in doi or len(apart(doi)) > 1:
        return None
    if match := DOI_OF_ARXIV.match(doi):
        return arxiv_ids(match) if match.end() == len(doi) and (match["new"] or match["old"]) else None
    match = DOI_OF_ACL.fullmatch(doi)
    return Ids(doi=doi, acl=canonical_acl(match["acl"]) if match else "")


def canonical_acl(id: str) -> str:
    """An ACL Anthology id as the anthology writes it: new ones in lower case, old ones in upper case."""
    return id.lower() if "." in id else id.upper()


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Ids | None]], ...] = (
    (ARXIV_FORM, arxiv_ids),
    (DOI_FORM, lambda match: doi_ids(match["doi"])),
    (ACL_FORM, lambda match: Ids(acl=canonical_acl(match["acl"]))),
    (OPENREVIEW_FORM, lambda match: Ids(openreview=match["openreview"])),
)
"""Forms of ids that are no addresses, and the ids they name."""


def address_ids(host: str, path: str, query: str) -> Ids | None:
    """The ids in a web address."""
    path, query = unquote(path), unquote(query)
    if ARXIV_HOST.search(host) and (not HUGGING_FACE.search(host) or "papers/" in path):
        match = ARXIV_PATH.search(path)
        return arxiv_ids(match) if match else None
    if ACL_HOST.search(host):
        match = ACL_PATH.search(path)
        return Ids(acl=canonical_acl(match["acl"])) if match else None
    if host.endswith("openreview.net"):
        match = OPENREVIEW_QUERY.search(query) if OPENREVIEW_PATH.match(path) else None
        return Ids(openreview=match["openreview"]) if match else None
    if "10." in path and (match := DOI_IN_ADDRESS.search(path)):
        return doi_ids(match["doi"] if host.endswith("doi.org") else publishers_doi(host, match["doi"]))
    match = DOI_IN_ADDRESS.search(query.split("&")[0]) if query else None
    return doi_ids(match["doi"]) if match else None


def publishers_doi(host: str, doi: str) -> str:
    """A DOI taken from a publisher's address, without what the publisher hung on it."""
    doi = PUBLISHERS_TAIL.sub("", doi.rstrip("/"))
    return RXIV_VERSION.sub("", doi) if host.endswith("rxiv.org") else doi
