"""Small changes to the code: which there are in a module, and the module's text with one of them made."""

from __future__ import annotations

import ast
import copy
import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "lstrip": "rstrip"}
SILENT_CALLS = {"dataclass", "TypeVar", "NewType", "cast", "timed", "slow", "fault", "getLogger"}
"""Calls for the type checker and the log; what they are given is not changed."""
AROUND = 60
"""Characters of a long line that are shown before and behind a change."""
ANNOTATIONS = {"annotation", "returns", "type_comment"}


class Mutant(NamedTuple):
    """One small change: where it is, of which kind, and what the code reads before and after."""

    module: str
    kind: str
    first: int
    last: int
    """The lines of the statement."""
    before: str
    after: str
    """The statement, of a compound one its head."""
    text: str
    """The module as it is run."""
    is_at_import: bool = False

    @property
    def diff(self) -> str:
        """The changed lines of the statement, of long ones what lies around the change."""
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=0)
        told = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
        if len(told) != 2 or max(map(len, told)) <= 2 * AROUND:
            return "\n".join(told)
        before, after = told
        first = 1 + alike(before[1:], after[1:])
        last = alike(before[first:][::-1], after[first:][::-1])
        return "\n".join(
            f"{line[0]}{'…' * (first > AROUND)}{line[max(1, first - AROUND) : len(line) - max(0, last - AROUND)]}"
            f"{'…' * (last > AROUND)}"
            for line in told
        )


def alike(one: str, two: str) -> int:
    """The number of characters with which both texts begin."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


class Site(NamedTuple):
    """A node that can be changed, and how."""

    kind: str
    path: tuple[tuple[str, int | None], ...]
    """The way to the node's parent field from the root."""
    statement: ast.stmt
    is_at_import: bool
    variant: int = 0


def sites(tree: ast.Module) -> list[Site]:
    """All small changes that a module allows."""
    return list(_walk(tree, (), tree.body[0] if tree.body else ast.Pass(), is_at_import=True))


def _walk(node: ast.AST, path: tuple[Any, ...], statement: ast.stmt, *, is_at_import: bool) -> Iterator[Site]:
    if _is_silent(node):
        return
    if isinstance(node, ast.stmt):
        statement = node
    for kind, variants in kinds(node):
        for variant in range(variants):
            yield Site(kind, path, statement, is_at_import, variant)
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for name, at, child in _children(node):
        is_run_later = is_function and name == "body"  # defaults and decorators are not
        yield from _walk(child, (*path, (name, at)), statement, is_at_import=is_at_import and not is_run_later)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """The nodes within a node, each with its field and its place in it; annotations are left out."""
    for name, value in ast.iter_fields(node):
        if name in ANNOTATIONS:
            continue
        if isinstance(value, ast.AST):
            yield name, None, value
        elif isinstance(value, list):
            yield from ((name, at, item) for at, item in enumerate(value) if isinstance(item, ast.AST))


def _is_silent(node: ast.AST) -> bool:
    """Whether a change in this node could be seen by nobody but a type checker or a reader of the log."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.FunctionDef(name="__repr__") | ast.FunctionDef(name="__rich_repr__"):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=("__all__" | "__slots__"))]):
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in SILENT_CALLS
        case ast.keyword(arg="strict"):
            return True
        case ast.Subscript(value=ast.Name(id=("Callable" | "dict" | "list" | "tuple" | "ClassVar" | "Literal"))):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.BitOr())):
            return not name.isupper()  # a union of types
        case ast.ClassDef(bases=bases):
            return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in bases)
    return False


def kinds(node: ast.AST) -> Iterator[tuple[str, int]]:  # noqa: C901, PLR0912 - one case a kind
    """The kinds of change that a node allows, each with how many there are."""
    match node:
        case ast.Compare(ops=ops):
            yield "comparison", len([op for op in ops if type(op) in COMPARISONS])
        case ast.BoolOp(values=values):
            yield "and/or", 1
            yield "dropped condition", len(values)
        case ast.UnaryOp(op=ast.Not()):
            yield "negation", 1
        case ast.If() | ast.While() | ast.IfExp():
            yield "negation", 1
        case ast.comprehension(ifs=[_, *_]):
            yield "dropped filter", 1
        case ast.Constant(value=bool()):
            yield "flag", 1
        case ast.Constant(value=int()):
            yield "number", 2
        case ast.Constant(value=str()):
            yield "text", 1
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield "arithmetic", 1
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "return None", 1
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Assign(targets=[ast.Attribute()]):
            yield "dropped statement", 1
        case ast.Break() | ast.Continue() | ast.Raise():
            yield "dropped statement", 1
        case ast.Tuple(elts=items, ctx=ast.Load()) | ast.List(elts=items) | ast.Set(elts=items) if len(items) > 1:
            yield "dropped element", len(items)
        case ast.Dict(values=items) if len(items) > 1:
            yield "dropped element", len(items)
        case ast.Call(func=func, args=args, keywords=keywords):
            if len(args) == 2 and not any(isinstance(arg, ast.Starred) for arg in args):
                yield "swapped arguments", 1
            if keywords and keywords[-1].arg != "strict":
                yield "dropped argument", len(keywords)
            if _name_of(func) in OPPOSITES:
                yield "opposite", 1


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name_of(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def mutant(module: str, tree: ast.Module, site: Site) -> Mutant | None:
    """The change made, or None where the code reads the same or is none any more."""
    changed = copy.deepcopy(tree)
    parents: list[ast.AST] = [changed]
    statement: ast.AST = changed
    for name, at in site.path:
        inner = getattr(parents[-1], name)
        parents.append(inner if at is None else inner[at])
        statement = parents[-1] if isinstance(parents[-1], ast.stmt) else statement
    node, (name, at) = parents[-1], site.path[-1]
    made = change(node, site.kind, site.variant)
    if at is None:
        setattr(parents[-2], name, made)
    else:
        getattr(parents[-2], name)[at] = made
    after = made if node is statement else statement
    try:
        text = ast.unparse(ast.fix_missing_locations(changed))
        ast.parse(text)
    except (ValueError, SyntaxError):
        return None
    before = head(site.statement)
    if before == head(after):
        return None
    return Mutant(module, site.kind, *lines_of(site.statement), before, head(after), text, site.is_at_import)


def change(node: Any, kind: str, variant: int) -> Any:  # noqa: C901, PLR0912 - one case a kind
    """The node that stands in the place of this one; it may be changed itself."""
    match kind:
        case "comparison":
            at = [n for n, op in enumerate(node.ops) if type(op) in COMPARISONS][variant]
            node.ops[at] = COMPARISONS[type(node.ops[at])]()
        case "and/or":
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case "dropped condition" if len(node.values) == 2:
            return node.values[1 - variant]
        case "dropped condition":
            del node.values[variant]
        case "negation" if isinstance(node, ast.UnaryOp):
            return node.operand
        case "negation":
            is_negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
            node.test = node.test.operand if is_negated else ast.UnaryOp(ast.Not(), node.test)
        case "dropped filter":
            node.ifs = []
        case "flag":
            node.value = not node.value
        case "number":
            node.value += (1, -1)[variant]
        case "text":
            node.value = f"{node.value}x" if node.value else "x"
        case "arithmetic":
            node.op = ARITHMETIC[type(node.op)]()
        case "return None":
            node.value = None
        case "dropped statement":
            return ast.Pass()
        case "dropped element" if isinstance(node, ast.Dict):
            del node.keys[variant], node.values[variant]
        case "dropped element":
            del node.elts[variant]
        case "swapped arguments":
            node.args.reverse()
        case "dropped argument":
            del node.keywords[variant]
        case "opposite" if isinstance(node.func, ast.Name):
            node.func.id = OPPOSITES[node.func.id]
        case "opposite":
            node.func.attr = OPPOSITES[node.func.attr]
    return node


def head(statement: ast.AST) -> str:
    """The text of a statement, of a compound one without its body."""
    text = ast.unparse(statement)
    return text.split(":\n", 1)[0] + ":" if getattr(statement, "body", None) else text


def lines_of(statement: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a statement, of a compound one those before its body."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return statement.lineno, max(statement.lineno, last)
