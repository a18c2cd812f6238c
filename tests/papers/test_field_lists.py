"""Lists of fields are derived from the table of fields, but for those argued here."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import readinglist
from readinglist.papers.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(readinglist.__file__).parent
MANY = 4
"""Names of fields that make a literal a list of fields."""
READER = "a reader: it states what its source knows"
NAMES_OF_BIBTEX = "names of BibTeX fields, some of which fields of ours are called by"
GIVEN = "what a library gives each paper when it enters"
EXCEPTIONS = {
    "actions/mixed_works.py": "papers of earlier versions that mixed two works: the facts that tell works apart",
    "bibtex/entry/field_names.py": NAMES_OF_BIBTEX,
    "bibtex/entry/interpret.py": READER,
    "bibtex/entry/private_fields.py": "the private fields a .bib can have, by their names in `--with`",
    "bibtex/entry/private_names.py": "the private fields a .bib can have, by their names in `--with`",
    "bibtex/entry/sanitise.py": "the texts that an entry is written from; others never reach a .bib",
    "bibtex/entry/seal.py": "the order is part of the seals that libraries hold",
    "bibtex/reading/reader.py": READER,
    "bibtex/updating/canonical_fields.py": NAMES_OF_BIBTEX,
    "bibtex/writing/entry_fields.py": NAMES_OF_BIBTEX,
    "formats/ris.py": "names that rispy has for the tags of RIS",
    "papers/dropped.py": "facts that are compared by a rule of their own",
    "papers/fields.py": "the table itself",
    "papers/identity/agreement.py": NAMES_OF_BIBTEX,
    "papers/identity/contradictions.py": "ids with their names in a sentence; some are of imported fields only",
    "papers/intake.py": GIVEN,
    "papers/joining.py": GIVEN,
    "papers/merging.py": "the fields of users, each with its own way to become one",
    "papers/paper.py": "the facts that `Paper.of` turns into stored values",
    "search/ordering.py": "orders, each with its own key",
    "sources/documents/csljson.py": READER,
    "sources/documents/hfjson.py": READER,
    "sources/documents/ownjson.py": "what tells an item of `list --json`",
    "sources/documents/ris.py": READER,
    "sources/online/arxiv.py": READER,
    "sources/online/crossref.py": READER,
    "sources/online/datacite.py": READER,
    "sources/page/daily.py": READER,
    "tui/form.py": "fields that a form reads in their own way",
    "tui/preview_lines.py": "fields that users set, of those that are otherwise not told",
    "tui/verbs/copy_and_export.py": "what can be copied, by the names in the keymap",
}
"""Module → why it names fields by hand."""


def names_in(node: ast.AST) -> Iterator[str]:
    """The texts in a literal, the keywords of a call."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from (item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str))
    elif isinstance(node, ast.Dict):
        items = (*node.keys, *node.values)
        yield from (item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str))
    elif isinstance(node, ast.Call):
        yield from (keyword.arg for keyword in node.keywords if keyword.arg)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = node.value.split()
        yield from words if all(word.replace("_", "").isalpha() for word in words) else ()


def test_lists_of_fields_are_derived_or_argued() -> None:
    listing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if len(FIELDS.keys() & set(names_in(node))) >= MANY
    }
    assert sorted(listing) == sorted(EXCEPTIONS)
