r"""Allowlist of LaTeX commands that only print; all others (``\input{...}``, ``\mymacro``) may do more.

Bibliography styles copy field values into documents, and the commands in them run there.
"""

from __future__ import annotations

import re
from functools import cache

from readinglist.latex.decoder import rare_command
from readinglist.latex.symbols import ACCENTS, COMMANDS, QUOTING, TRANSPARENT

FONTS = (
    "textnormal textlf textulc textsw textssc emph bfseries cal mit frak Bbb bm boldmath unboldmath boldsymbol pmb "
    "mathnormal mathbb mathfrak mathscr mathds mathring mathop mathrel mathbin mathord mathopen mathclose mathpunct "
    "mathinner symbf symrm symit symsf symbb symcal tiny scriptsize LARGE huge Huge scriptstyle scriptscriptstyle "
    "textstyle uppercase lowercase textls oldstylenums textlining ul uuline uwave sout st so hl fontsize selectfont "
    "color textcolor colorbox fcolorbox raggedright centering noindent foreignlanguage textlatin "
    "textgreek textcyrillic textcyr textipa ensuremath texorpdfstring"
)
BOXES = (
    "makebox framebox fbox parbox raisebox rotatebox scalebox resizebox reflectbox smash rlap llap clap mathrlap "
    "mathllap mathclap vcenter vbox raise lower strut mathstrut rule kern mkern hskip hfill hfil hss vskip "
    "hspace vspace smallskip medskip bigskip allowbreak nobreak break linebreak nolinebreak pagebreak nopagebreak "
    "penalty discretionary medspace thickspace negthinspace negmedspace negthickspace nonumber notag tag limits "
    "nolimits displaylimits null empty char symbol number romannumeral"
)
MATHEMATICS = (
    "frac dfrac tfrac cfrac sfrac nicefrac binom dbinom tbinom choose atop over brace brack sqrt root of left right "
    "middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm hat widehat tilde "
    "widetilde bar overline underbar vec dot ddot dddot ddddot check breve acute grave overset underset stackrel "
    "overbrace underbrace overrightarrow overleftarrow xrightarrow xleftarrow substack sideset operatorname "
    "operatornamewithlimits bmod pmod mod pod arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom "
    "inf injlim ker lg lim liminf limsup ln log max min Pr projlim sec sin sinh sup tan tanh varinjlim varprojlim "
    "varliminf varlimsup argmax argmin tr Tr rank not cancel slashed lbrack rbrack lvert rvert lVert rVert vert Vert "
    "lfloor rfloor lceil rceil langle rangle lgroup rgroup cdots ldots vdots ddots dotsb dotsc dotsi dotsm dotso "
    "colon prime backprime backslash imath jmath wp mathsection mathparagraph mathdollar iff implies impliedby land "
    "lor gets owns thinmuskip eqref ket bra braket Ket Bra Braket norm abs dd hslash lesssim gtrsim bigstar square "
    "Box Diamond blacksquare checkmark dag ddag dagger ddagger amalg bullet cprime cdprime polhk arXiv SI si num qty "
    "unit ang SIrange numrange ce cf chem micro ohm degree celsius percent"
)
REFERENCES = (
    "cite citep citet citealt citealp citeauthor citeyear citeyearpar parencite textcite autocite footcite "
    "citetitle ref pageref autoref cref Cref nameref label footnote footnotemark thanks item bibinfo bibfield "
    "bibnamefont bibfnamefont bibnamedelima BibitemOpen BibitemShut bibitemNoStop natexlab Eprint eprint doi enquote "
    "mkbibparens mkbibbrackets mkbibfootnote bibrangedash addcomma addperiod addcolon addspace adddot adddotspace "
    "adddash addslash addnbspace isdot nopunct noopsort NoopSort SortNoop switchargs singleletter printfirst "
    "Capitalize MakeCapital MakeSentenceCase MakeTitleCase detokenize today etalchar code pkg proglang acro ac "
    "textsuperscript textsubscript up nd st rd th fup ier no No og fg"
)
JOURNALS = (
    "aj actaa araa apj apjl apjlett apjs apjsupp ao applopt apss aap astap aapr aaps azh baas bac bain caa cjaa fcp "
    "gca grl iaucirc icarus jcap jcp jgr jqsrt jrasc memras memsai mnras na nar nat natas nphysa pasa pasj pasp "
    "physrep physscr planss pra prb prc prd pre prl procspie psj qjras rmxaa skytel solphys sovast ssr zap aplett "
    "apspr ajp cp"
)
"""Journal names that astronomers write as commands."""
NAMED = "XeTeX XeLaTeX LuaTeX LuaLaTeX pdfTeX pdfLaTeX ConTeXt AmSTeX AMS BibLaTeX"
SIGNS = " \t\n!\"#$%&'()*+,-./:;<=>@[\\]^_`{|}~"
WORDS = " ".join((FONTS, BOXES, MATHEMATICS, REFERENCES, JOURNALS, NAMED)).split()
PRINTING = frozenset((*SIGNS, *WORDS, *ACCENTS, *COMMANDS, *TRANSPARENT, *QUOTING))
"""Commands that print, format or place text, in LaTeX itself or in common packages."""
ENVIRONMENTS = frozenset(
    "math displaymath equation eqnarray align alignat flalign gather multline split aligned alignedat gathered array "
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases rcases dcases subequations tabular center quote "
    "quotation verse itemize enumerate description flushleft flushright minipage small footnotesize otherlanguage "
    "sloppypar abstract".split()
)
COMMAND = re.compile(
    r"\\(?:(?P<link>href|url|nolinkurl)\s*\{(?=(?P<address>[^{}]*.?))|(?:begin|end)\s*\{(?P<environment>[^{}\\]*)\}"
    r"|(?P<name>[a-zA-Z@]+|.?))",
    re.DOTALL,
)
MAY_RUN = re.compile(rf"\\[^{re.escape(SIGNS.replace('@', ''))}]|\^\^")
"""Any named command; a quick first test."""
WEB = re.compile(r"\s*(?:(?:https?|ftp|mailto|doi|urn|arxiv|hdl):|www\.|[\w-]+(?:\.[\w-]+)+/)", re.IGNORECASE)
"""The beginning of a link target that opens no file and starts no program."""


def unknown_commands(text: str) -> list[str]:
    r"""The commands that are not known to only print, each once: ``\write``."""
    found = ["^^"] if "^^" in text else []  # a character by its number, such as a backslash
    if "\\" in text:
        found += [name for match in COMMAND.finditer(text) if (name := unknown(match))]
    return list(dict.fromkeys(found))


def unknown(match: re.Match[str]) -> str:
    """The matched command; empty if it is known to only print."""
    if match["link"]:
        return "" if WEB.match(match["address"]) else f"\\{match['link']}"
    if (environment := match["environment"]) is not None:
        return "" if environment.strip().rstrip("*") in ENVIRONMENTS else f"\\begin{{{environment}}}"
    return "" if prints(match["name"]) else f"\\{match['name']}"


@cache
def prints(name: str) -> bool:
    """Whether a command only prints: it is in the allowlist, or pylatexenc has its text."""
    return name in PRINTING or not name or (name.isalpha() and bool(rare_command(name)))
