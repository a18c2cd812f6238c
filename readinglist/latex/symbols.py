"""Tables of LaTeX commands and their characters: accents, letters, signs, Greek and mathematics."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "h": "\u0309", "textcommabelow": "\u0326",
}  # fmt: skip
"""Accent command → combining character."""

SPACING_ACCENTS = {
    "`": "`", "'": "´", "^": "^", "~": "~", "=": "¯", "u": "˘", ".": "˙", '"': "¨", "r": "˚", "H": "˝", "v": "ˇ",
    "c": "¸", "k": "˛",
}  # fmt: skip
"""Accent command → spacing accent."""

LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dj": "đ", "DJ": "Đ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ",
    "NG": "Ŋ",
}  # fmt: skip
"""Letter command → letter; in BibTeX ``{\\o}`` is one letter, with case."""

SIGNS = {
    "textquoteleft": "‘", "textquoteright": "’", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "ldots": "…", "textbullet": "•",
    "textperiodcentered": "·", "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "textdegree": "°",
    "textmu": "µ", "textsection": "§", "textparagraph": "¶", "textdagger": "†", "textdaggerdbl": "‡",
    "textsterling": "£", "texteuro": "€", "textyen": "¥", "textcent": "¢", "textcurrency": "¤",
    "textbrokenbar": "¦", "textquestiondown": "¿", "textexclamdown": "¡", "textordfeminine": "ª",
    "textordmasculine": "º", "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textonequarter": "¼", "textonehalf": "½", "textthreequarters": "¾", "textperthousand": "‰", "textnumero": "№",
    "textlnot": "¬", "textpm": "±", "texttimes": "×", "textdiv": "÷", "textleftarrow": "←", "textuparrow": "↑",
    "textrightarrow": "→", "textdownarrow": "↓", "textvisiblespace": "␣", "textreferencemark": "※",
}  # fmt: skip
"""Text command → sign; all are in LaTeX itself."""

MATHS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "forall": "∀", "exists": "∃", "in": "∈", "notin": "∉", "ni": "∋", "emptyset": "∅", "nabla": "∇", "partial": "∂",
    "sum": "∑", "prod": "∏", "int": "∫", "oint": "∮", "surd": "√", "infty": "∞", "approx": "≈", "simeq": "≃",
    "cong": "≅", "equiv": "≡", "neq": "≠", "leq": "≤", "geq": "≥", "ll": "≪", "gg": "≫", "subset": "⊂",
    "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "cap": "∩", "cup": "∪", "wedge": "∧", "vee": "∨", "oplus": "⊕",
    "otimes": "⊗", "odot": "⊙", "perp": "⊥", "parallel": "∥", "sim": "∼", "propto": "∝", "leftrightarrow": "↔",
    "Leftarrow": "⇐", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "mapsto": "↦", "circ": "∘", "star": "⋆",
    "cdot": "⋅", "ast": "∗", "top": "⊤", "vdash": "⊢", "models": "⊨", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ",
    "aleph": "ℵ", "langle": "⟨", "rangle": "⟩", "setminus": "∖", "diamond": "⋄", "triangle": "△",
}  # fmt: skip
"""Mathematical command → sign; all are in LaTeX itself."""

SYNONYMS = {
    "dots": "…", "textellipsis": "…", "copyright": "©", "pounds": "£", "S": "§", "P": "¶", "dag": "†", "ddag": "‡",
    "textendash": "–", "textemdash": "—", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textquotedbl": '"', "textasciigrave": "`", "textasciiacute": "´", "textasciitilde": "~", "textasciicircum": "^",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">",
    "textbar": "|", "textunderscore": "_", "textdollar": "$", "textasteriskcentered": "*", "SS": "ẞ", "times": "×",
    "pm": "±", "div": "÷", "to": "→", "rightarrow": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓",
    "le": "≤", "ge": "≥", "ne": "≠", "lbrace": "{", "rbrace": "}", "neg": "¬", "lnot": "¬", "textalpha": "α",
    "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textpi": "π", "textlambda": "λ", "textsigma": "σ",
    "textmugreek": "μ", "textomega": "ω", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX",
    "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "par": " ", "space": " ", "nobreakspace": " ",
    "thinspace": " ", "slash": "/", "quotechar": '"', "textquotestraightdblbase": "„", "glqq": "„", "grqq": "“",
    "flqq": "«", "frqq": "»", "ldq": "“", "rdq": "”", "lq": "‘", "rq": "’", "euro": "€", "enspace": " ", "hyphen": "-",
    "psq": "f.", "psqq": "ff.", "textdoublebarpipe": "ǂ",
}  # fmt: skip
"""Commands that are decoded but never written."""

GROUPS = {
    r"\ensuremath{-}": "−", r"\ensuremath{'}": "′", r"\ensuremath{''}": "″", r"\ensuremath{\mathbb{R}}": "ℝ",
    r"\ensuremath{\mathbb{N}}": "ℕ", r"\ensuremath{\mathbb{Z}}": "ℤ", r"\ensuremath{\mathbb{Q}}": "ℚ",
    r"\ensuremath{\mathbb{C}}": "ℂ",
    **{rf"\textsuperscript{{{plain}}}": sign for plain, sign in zip("0456789+-n", "⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True)},
    **{rf"\textsubscript{{{plain}}}": sign for plain, sign in zip("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True)},
    **{rf"\ensuremath{{\{command}}}": sign for command, sign in MATHS.items()},
}  # fmt: skip
"""Command with its argument → sign."""

TRANSPARENT = frozenset(
    "emph textit textbf textsl textsc texttt textrm textsf textup textmd textnormal text mbox hbox underline uline "
    "em it bf sl sc tt rm sf itshape bfseries slshape scshape ttfamily rmfamily sffamily upshape mdseries normalfont "
    "normalsize small footnotesize large Large url path nolinkurl textsuperscript textsubscript "
    "MakeUppercase uppercase MakeLowercase lowercase NoCaseChange natexlab bibinfo protect relax noopsort "
    "ignorespaces unskip leavevmode displaystyle phantom hphantom vphantom mathrm mathsf mathtt mathbf mathit "
    "mathcal operatorname mkbibemph mkbibbold mkbibitalic mkbibsuperscript bibstring bibcyr cyrchar".split()
)
"""Commands that change the look of their argument, not its text."""

QUOTING = frozenset({"enquote", "mkbibquote"})
"""Commands that put quotes around their argument."""

COMMANDS = {**LETTERS, **SIGNS, **MATHS, **SYNONYMS}
"""Command without argument → its text."""

PIECES = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}",
}  # fmt: skip
"""ASCII character → its encoding."""

UNICODE_PIECES = {
    "–": "--", "—": "---", "“": "``", "”": "''",
    **{sign: rf"{{\{command}}}" for command, sign in (LETTERS | SIGNS).items()},
    **{sign: f"{{{command}}}" for command, sign in GROUPS.items()},
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
    "‐": "-", "‑": "-", "\u00ad": r"\-", "ʻ": r"{\textquoteleft}", "ʼ": r"{\textquoteright}",
}  # fmt: skip
"""Unicode character → its ASCII encoding."""
