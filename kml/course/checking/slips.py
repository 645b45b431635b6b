"""One slip: the reference answer, changed in one place. Which change gives what the learner's function gave?

    slips(function)     every Slip of a function whose source can be read

A slip is found by its results alone, so the learner's code may look like nothing in the course. It is told by what
kind of change it is, never by showing the answer. The same slips prove the exercises: a test changes each reference in
every place, and the inputs of the exercise must tell each changed answer from the right one.
"""

import ast
import dis
import functools
import inspect
import io
import textwrap
import tokenize
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from keyword import iskeyword

from kml.core.words import N_, _, listed

# of several slips these say the least: nobody may have meant them
VAGUE = ("there is a {wrong} where another number belongs", "`{wrong}` stands where `{right}` belongs")
_CHECKS = ("array", "choice", "number", "whole_number")  # statements that only check arguments are left alone


@dataclass(frozen=True)
class Slip:
    """A reference with one change: what was done, as half a sentence with its values, and the changed function.

    `where` is the line in the function and the code there after the change: for authors, never for learners.
    """

    message: str
    values: tuple[tuple[str, str], ...]
    function: Callable
    where: str

    def said(self):
        """The slip in the language in use, as half a sentence: "a plus stands where a minus belongs"."""
        return _(self.message).format(**dict(self.values))


@functools.lru_cache(256)
def slips(function):
    """All Slips of a function, () where its source cannot be read: of itself, then of what it calls in its module."""
    found = list(_of_one(function, function))
    for name, helper in _helpers(function):
        found += _of_one(helper, function, name)
    return tuple(found)


def _helpers(function):
    """(name, function) of the functions of the same module that this one calls."""
    for name in dict.fromkeys(_loaded(getattr(function, "__code__", None))):
        helper = getattr(function, "__globals__", {}).get(name)
        if inspect.isfunction(helper) and helper.__module__ == function.__module__ and helper is not function:
            yield name, helper


def _loaded(code):
    """The global names that code loads, also in its comprehensions, which have code of their own until Python 3.11."""
    for step in dis.get_instructions(code) if code else ():
        if step.opname == "LOAD_GLOBAL":
            yield step.argval
        elif inspect.iscode(step.argval):
            yield from _loaded(step.argval)


def _tree(function):
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None
    return tree if isinstance(tree.body[0], ast.FunctionDef) else None


def _of_one(changed, function, name=""):
    """The Slips in `changed`, which is the reference `function` itself or, called `name`, one that it calls."""
    tree = _tree(changed)
    whole = _tree(function)
    if tree is None or whole is None:
        return
    body = tree.body[0]
    body.decorator_list = []
    if isinstance(body.body[0], ast.Expr) and isinstance(getattr(body.body[0].value, "value", None), str):
        del body.body[0]  # the docstring
    for message, values, undo, node, code in Changes(body).all():
        try:
            made = _made(tree, changed)
        except (SyntaxError, ValueError):
            made = None
        undo()
        if made is None:
            continue
        if name:
            made = _made(whole, function, **{name: made})
        yield Slip(message, tuple(sorted(values.items())), made, f"line {node.lineno}: {code}")
    for without, names, where in _unbracketed(tree):
        made = _made(without, changed)
        if name:
            made = _made(whole, function, **{name: made})
        yield Slip(N_("brackets are missing around the part with {names}"), (("names", names),), made, where)


def _made(tree, function, **others):
    """The function of a tree, with the names that the original sees."""
    ast.fix_missing_locations(tree)
    space = {**function.__globals__, **others}
    with warnings.catch_warnings():  # a changed line may look odd to Python: nobody wrote it
        warnings.simplefilter("ignore", SyntaxWarning)
        exec(compile(tree, f"<{function.__name__}, changed>", "exec"), space)
    return space[tree.body[0].name]


# ── the changes ────────────────────────────────────────────────────────────────────────────────────────────────────

_OPERATORS = {
    (ast.Add, ast.Sub): N_("a minus stands where a plus belongs"),
    (ast.Add, ast.Mult): N_("something is multiplied that should be added"),
    (ast.Sub, ast.Add): N_("a plus stands where a minus belongs"),
    (ast.Mult, ast.Div): N_("something is divided by that should be multiplied with"),
    (ast.Mult, ast.Add): N_("something is added that should be multiplied"),
    (ast.Mult, ast.MatMult): N_("`@` stands where `*` belongs"),
    (ast.Div, ast.Mult): N_("something is multiplied with that should be divided by"),
    (ast.Div, ast.FloorDiv): N_("`//` stands where `/` belongs"),
    (ast.MatMult, ast.Mult): N_("`*` stands where `@` belongs"),
    (ast.BitAnd, ast.BitOr): N_("one condition is enough where both must hold"),
    (ast.BitOr, ast.BitAnd): N_("both conditions must hold where one is enough"),
}
_EXCHANGED = {
    ast.Sub: N_("the two sides of a minus are exchanged"),
    ast.Div: N_("what is divided and what it is divided by are exchanged"),
    ast.MatMult: N_("the two sides of `@` are exchanged"),
    ast.Pow: N_("base and exponent are exchanged"),
}
_COMPARISONS = {
    (ast.Lt, ast.LtE): N_("equal values are counted where only smaller ones should be"),
    (ast.LtE, ast.Lt): N_("equal values are left out where they should be counted"),
    (ast.Gt, ast.GtE): N_("equal values are counted where only larger ones should be"),
    (ast.GtE, ast.Gt): N_("equal values are left out where they should be counted"),
    (ast.Lt, ast.Gt): N_("a comparison points the other way"),
    (ast.LtE, ast.GtE): N_("a comparison points the other way"),
    (ast.Gt, ast.Lt): N_("a comparison points the other way"),
    (ast.GtE, ast.LtE): N_("a comparison points the other way"),
    (ast.GtE, ast.Eq): N_("only equal values are counted where larger ones should be, too"),
    (ast.LtE, ast.Eq): N_("only equal values are counted where smaller ones should be, too"),
    (ast.Eq, ast.NotEq): N_("a condition is turned round"),
    (ast.NotEq, ast.Eq): N_("a condition is turned round"),
    (ast.In, ast.NotIn): N_("a condition is turned round"),
    (ast.NotIn, ast.In): N_("a condition is turned round"),
}
# a function that is taken for another one
_TAKEN = {
    "mean": (
        ("sum", N_("you add up where the mean belongs")),
        ("median", N_("the median stands where the mean belongs"))),
    "sum": (("mean", N_("you take the mean where the sum belongs")),),
    "median": (("mean", N_("the mean stands where the median belongs")),),
    "sort": (("argsort", N_("the places of the sorted values stand where the values belong")),),
    "std": (("var", N_("the variance stands where the standard deviation belongs")),),
    "var": (("std", N_("the standard deviation stands where the variance belongs")),),
    "max": (("min", N_("the smaller one is taken where the larger one belongs")),),
    "min": (("max", N_("the larger one is taken where the smaller one belongs")),),
    "maximum": (("minimum", N_("the smaller one is taken where the larger one belongs")),),
    "minimum": (("maximum", N_("the larger one is taken where the smaller one belongs")),),
    "argmax": (("argmin", N_("the smallest is looked for where the largest is meant")),),
    "argmin": (("argmax", N_("the largest is looked for where the smallest is meant")),),
    "any": (("all", N_("all must hold where one is enough")),),
    "all": (("any", N_("one is enough where all must hold")),),
    "log": (
        ("log10", N_("the logarithm has base 10 where the natural one belongs")),
        ("log2", N_("the logarithm has base 2 where the natural one belongs")),
        ("log1p", N_("the logarithm is that of 1 + x")),
    ),
    "log2": (
        ("log", N_("the natural logarithm stands where the one of base 2 belongs")),
        ("log10", N_("the logarithm has base 10 where base 2 belongs")),
    ),
    "ceil": (
        ("floor", N_("it is rounded down where it should be rounded up")),
        ("round", N_("it is rounded to the nearest where it should be rounded up"))),
    "floor": (("ceil", N_("it is rounded up where it should be rounded down")),),
    "logpdf": (
        ("pdf", N_("the density itself stands where its logarithm belongs")),
        ("logcdf", N_("the chance of less stands where the density belongs"))),
    "logsf": (
        ("logcdf", N_("the chance of less stands where the chance of more belongs")),
        ("sf", N_("the chance itself stands where its logarithm belongs")),
        ("logpdf", N_("the density stands where the chance of more belongs"))),
    "ppf": (("cdf", N_("`cdf` stands where its inverse belongs")),),
    "eigvalsh": (("eigvals", N_("the eigenvalues are not in order")),),
}  # fmt: skip
# a function that is left out: f(x) → x
_MISSING = {
    "sqrt": N_("the square root is missing"),
    "log": N_("the logarithm is missing"),
    "log2": N_("the logarithm is missing"),
    "log1p": N_("the logarithm is missing"),
    "exp": N_("the exponential is missing"),
    "abs": N_("the absolute value is missing"),
    "sort": N_("sorting is missing"),
    "sorted": N_("sorting is missing"),
    "argsort": N_("an `argsort` is missing"),
    "cumsum": N_("the running total is missing"),
    "unique": N_("what occurs more than once is counted more than once"),
    "set": N_("what occurs more than once is counted more than once"),
    "ceil": N_("rounding up is missing"),
    "floor": N_("rounding down is missing"),
    "minimum": N_("the upper limit is missing"),
    "maximum": N_("the lower limit is missing"),
    "min": N_("the upper limit is missing"),
    "max": N_("the lower limit is missing"),
    "clip": N_("the limits are missing"),
    "append": N_("what should be added at the end is missing"),
    "norm": N_("the length of a vector is not taken"),
    "mean": N_("the mean is not taken"),
    "sum": N_("the sum is not taken"),
}


class Changes:
    """Makes one change at a time in a function's tree, in place; each is undone before the next."""

    def __init__(self, function):
        self.function = function
        self.parameters = [argument.arg for argument in function.args.args]

    def all(self):
        """Yield (message, values, undo, node, code) with the change made; call undo() before the next.

        The node is the one that was there, the code what stands there now.
        """
        for node, slot, i in list(self._places()):
            for message, values, new in self._of(node):
                holder = getattr(slot[0], slot[1])
                if i is None:
                    setattr(*slot, new)
                else:
                    holder[i] = new
                # An empty body is none
                filled = isinstance(new, ast.AST)
                code = ast.unparse(ast.fix_missing_locations(new)) if filled else ""

                def undo(slot=slot, i=i, node=node, holder=holder):
                    if i is None:
                        setattr(*slot, node)
                    else:
                        holder[i] = node

                yield message, values, undo, node, code
        yield from self._steps()

    def _places(self, node=None):
        """(node, (parent, field), index or None) of every expression and statement that may change."""
        node = node or self.function
        for field, value in ast.iter_fields(node):
            if field in ("args", "decorator_list", "returns") and node is self.function:
                continue
            for i, child in enumerate(value) if isinstance(value, list) else ((None, value),):
                if (
                    not isinstance(child, ast.AST)
                    or _only_checks(child)
                    or isinstance(child, (ast.While, ast.expr_context))
                ):
                    continue
                if isinstance(child, (ast.expr, ast.stmt)):
                    yield child, (node, field), i
                yield from self._places(child)

    def _of(self, node):
        make = getattr(self, f"_{type(node).__name__.lower()}", None)
        if make is not None:
            yield from make(node)

    # each yields (message, values, the node that stands there instead)

    def _binop(self, node):
        kind = type(node.op)
        for (old, new), message in _OPERATORS.items():
            if old is kind:
                yield message, {}, ast.BinOp(node.left, new(), node.right)
        if kind in _EXCHANGED and ast.dump(node.left) != ast.dump(node.right):
            yield _EXCHANGED[kind], {}, ast.BinOp(node.right, node.op, node.left)
        if kind is ast.Pow:
            power = getattr(node.right, "value", None)
            yield N_("the square is missing") if power == 2 else N_("the power is missing"), {}, node.left
            return
        yield *_left_out(node.right, kind), node.left
        if kind in (ast.Sub, ast.Div) and isinstance(node.left, ast.Constant):
            minus = kind is ast.Sub
            message = N_("“{value} minus” is missing") if minus else N_("“{value} divided by” is missing")
            yield message, {"value": f"{node.left.value:g}"}, node.right
        else:
            yield *_left_out(node.left, kind), node.right

    def _compare(self, node):
        if len(node.ops) != 1:
            return
        kind = type(node.ops[0])
        for (old, new), message in _COMPARISONS.items():
            if old is kind:
                yield message, {}, ast.Compare(node.left, [new()], node.comparators)

    def _boolop(self, node):
        other, message = (
            (ast.Or(), N_("one condition is enough where both must hold"))
            if isinstance(node.op, ast.And)
            else (ast.And(), N_("both conditions must hold where one is enough"))
        )
        yield message, {}, ast.BoolOp(other, node.values)
        for i, value in enumerate(node.values):
            rest = [one for j, one in enumerate(node.values) if j != i]
            left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield N_("a condition is left out, the one about {names}"), {"names": _names(value)}, left

    def _unaryop(self, node):
        if isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            yield N_("a minus sign is missing"), {}, node.operand
        if isinstance(node.op, (ast.Invert, ast.Not)):
            yield N_("a condition is turned round"), {}, node.operand

    def _constant(self, node):
        value = node.value
        if isinstance(value, bool):
            yield (
                N_("{right} is needed where {wrong} stands"),
                {"right": str(value), "wrong": str(not value)},
                ast.Constant(not value),
            )
        elif isinstance(value, (int, float)):
            others = {0: (1, -1), 1: (0, 2, -1), 2: (1, 3, 0.5), -1: (0, 1)}.get(value, (value + 1, value - 1, 1))
            for other in others:
                yield (
                    N_("there is a {wrong} where another number belongs"),
                    {"wrong": f"{other:g}"},
                    ast.Constant(other),
                )

    def _call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        for other, message in _TAKEN.get(name, ()):
            if isinstance(node.func, ast.Attribute):
                yield message, {}, ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords)
            else:
                yield message, {}, ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
        operand = node.args[0] if node.args else None
        if operand is None and isinstance(node.func, ast.Attribute) and name in _MISSING:
            operand = node.func.value  # x.mean(axis=0) → x
        if operand is not None and name in _MISSING:
            yield _MISSING[name], {}, operand
        if name in ("min", "max", "minimum", "maximum") and len(node.args) == 2:
            yield _MISSING[name], {}, node.args[1]
        if len(node.args) >= 2 and ast.dump(node.args[0]) != ast.dump(node.args[1]):
            swapped = [node.args[1], node.args[0], *node.args[2:]]
            yield (
                N_("two arguments of `{name}` are exchanged"),
                {"name": name},
                ast.Call(node.func, swapped, node.keywords),
            )
        for i, keyword in enumerate(node.keywords):
            rest = [one for j, one in enumerate(node.keywords) if j != i]
            if keyword.arg == "axis":
                yield N_("`axis` is missing, so everything is put together"), {}, ast.Call(node.func, node.args, rest)
                if getattr(keyword.value, "value", None) in (0, 1):
                    axis = 1 - keyword.value.value
                    other = [*rest, ast.keyword("axis", ast.Constant(axis))]
                    yield (
                        N_("it runs along `axis={axis}`, and should along the other one"),
                        {"axis": str(axis)},
                        ast.Call(node.func, node.args, other),
                    )
            elif keyword.arg:
                yield N_("`{name}=` is missing"), {"name": keyword.arg}, ast.Call(node.func, node.args, rest)
        if name in ("std", "var") and not any(keyword.arg == "ddof" for keyword in node.keywords):
            more = [*node.keywords, ast.keyword("ddof", ast.Constant(1))]
            yield N_("`ddof=1` is used where it does not belong"), {}, ast.Call(node.func, node.args, more)

    def _attribute(self, node):
        if node.attr == "T" and isinstance(node.ctx, ast.Load):
            yield N_("a transposition (`.T`) is missing"), {}, node.value

    def _subscript(self, node):
        if not isinstance(node.ctx, ast.Load):
            return
        cut = node.slice
        if isinstance(cut, ast.Slice):
            for field, early, late in (
                ("lower", N_("a slice begins one place too early"), N_("a slice begins one place too late")),
                ("upper", N_("a slice ends one place too early"), N_("a slice ends one place too late")),
            ):
                at = getattr(cut, field)
                if at is None:
                    continue
                for step, message in ((-1, early), (1, late)):
                    moved = ast.BinOp(at, ast.Add(), ast.Constant(step))
                    yield message, {}, ast.Subscript(node.value, _slice(cut, **{field: moved}), node.ctx)
            yield N_("nothing is cut off where something should be"), {}, node.value
        elif isinstance(cut, (ast.Name, ast.Compare, ast.UnaryOp, ast.BinOp)) and not isinstance(
            getattr(cut, "op", None), ast.USub
        ):
            yield (
                N_("all are taken where only some count (those chosen by {names})"),
                {"names": _names(cut)},
                node.value,
            )
        number = _whole(cut)
        if number is not None:
            changes = [
                (number + 1, N_("an index is one too large")),
                (number - 1, N_("an index is one too small")),
                (-1 if number == 0 else 0, N_("the last one is taken for the first, or the first for the last")),
            ]
            if number in (0, -1):  # each is one away from the other, and is told as what it is
                changes.reverse()
            told = {}
            for place, message in changes:
                told.setdefault(place, message)
            for place, message in told.items():
                yield message, {}, ast.Subscript(node.value, ast.Constant(place), node.ctx)

    def _ifexp(self, node):
        yield N_("the case about {names} is not treated on its own"), {"names": _names(node.test)}, node.body
        yield N_("the case about {names} is not treated on its own"), {"names": _names(node.test)}, node.orelse
        yield (
            N_("two cases are exchanged, those told apart by {names}"),
            {"names": _names(node.test)},
            ast.IfExp(node.test, node.orelse, node.body),
        )

    def _if(self, node):
        names = {"names": _names(node.test)}
        message = N_("the case about {names} is not treated on its own")
        yield message, names, ast.If(ast.Constant(False), node.body, node.orelse)
        yield message, names, ast.If(ast.Constant(True), node.body, node.orelse)
        yield (
            N_("a condition is turned round, the one about {names}"),
            names,
            ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse),
        )

    def _tuple(self, node):
        if isinstance(node.ctx, ast.Load) and len(node.elts) == 2 and ast.dump(node.elts[0]) != ast.dump(node.elts[1]):
            yield N_("two parts are exchanged"), {}, ast.Tuple(node.elts[::-1], node.ctx)

    def _name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in self.parameters:
            for other in self.parameters:
                if other != node.id:
                    yield (
                        N_("`{wrong}` stands where `{right}` belongs"),
                        {"wrong": other, "right": node.id},
                        ast.Name(other, node.ctx),
                    )

    def _augassign(self, node):
        yield N_("a step is missing, the one with {names}"), {"names": _names(node.value)}, ast.Pass()
        if isinstance(node.target, ast.Name):
            yield (
                N_("each round replaces what the one before it made, where it should be added"),
                {},
                ast.Assign([ast.Name(node.target.id, ast.Store())], node.value),
            )

    def _assign(self, node):
        if isinstance(node.targets[0], ast.Subscript):
            yield N_("a step is missing, the one with {names}"), {"names": _names(node.targets[0])}, ast.Pass()

    def _for(self, node):
        yield (
            N_("the loop ends after its first round"),
            {},
            ast.For(node.target, node.iter, [*node.body, ast.Break()], node.orelse),
        )

    def _listcomp(self, node):
        yield from self._comprehension(node, ast.ListComp)

    def _generatorexp(self, node):
        yield from self._comprehension(node, ast.GeneratorExp)

    def _comprehension(self, node, kind):
        for i, loop in enumerate(node.generators):
            if loop.ifs:
                loops = list(node.generators)
                loops[i] = ast.comprehension(loop.target, loop.iter, [], loop.is_async)
                yield (
                    N_("a condition is left out, the one about {names}"),
                    {"names": _names(loop.ifs[0])},
                    kind(node.elt, loops),
                )

    def _steps(self):
        """Intermediate results: what each assignment made, returned at once."""
        body = self.function.body
        for i, statement in enumerate(body):
            if isinstance(statement, ast.Assign) and not _only_checks(statement):
                for target in ast.walk(statement.targets[0]):
                    if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                        self.function.body = [*body[: i + 1], ast.Return(ast.Name(target.id, ast.Load()))]

                        def undo():
                            self.function.body = body

                        yield (
                            N_("one stops at an intermediate result"),
                            {},
                            undo,
                            statement,
                            f"return {target.id}",
                        )


def _only_checks(node):
    """Whether a statement only checks arguments, like `eta = number("eta", eta, 0)`."""
    call = getattr(node, "value", None)
    if not isinstance(node, (ast.Assign, ast.Expr)) or not isinstance(call, ast.Call) or not call.args:
        return False
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first = call.args[0]
    return name in _CHECKS and isinstance(first, ast.Constant) and isinstance(first.value, str)


def _unbracketed(tree):
    """Yield (tree without a pair of brackets, the names in them, where) for each pair that changes what is computed."""
    text, whole = ast.unparse(tree), ast.dump(tree)
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    opened, before = [], None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.string == "(":
            called = before is not None and (before.string in (")", "]") or before.type == tokenize.NAME)
            opened.append((token.start, called and not iskeyword(before.string)))
        elif token.string == ")":
            (line, column), called = opened.pop()
            if not called:
                first, last = starts[line - 1] + column, starts[token.start[0] - 1] + token.start[1]
                inner = text[first + 1 : last]
                try:
                    without = ast.parse(f"{text[:first]} {inner} {text[last + 1 :]}")
                    part = ast.parse(inner.strip()).body[0]
                except SyntaxError:
                    continue
                if ast.dump(without) != whole and not isinstance(getattr(part, "value", None), ast.Tuple):
                    yield without, _names(part), f"line {line}: {inner} without brackets"
        before = token


def _left_out(node, kind):
    """(message, values) of an operand that is missing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        value = {"value": f"{node.value:g}"}
        if kind in (ast.Mult, ast.Div):
            return N_("the factor {value} is missing, above or below"), value
        return N_("the {value} is missing that is added or taken away"), value
    return N_("a part is left out, the one with {names}"), {"names": _names(node)}


def _names(node):
    """The names in a piece of code as a reader sees them: "`eta`, `theta`"."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len":
        return f"`{ast.unparse(node)}`"  # of a missing `/ len(y)`, not y is missing
    found = [
        one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and one.id not in ("np", "norm", "len", "float", "int", "str", "max", "min", "sum")
    ]
    return listed(f"`{name}`" for name in dict.fromkeys(found)) or f"`{ast.unparse(node)}`"


def _slice(cut, **more):
    return ast.Slice(**{"lower": cut.lower, "upper": cut.upper, "step": cut.step, **more})


def _whole(node):
    """The whole number that an index is, or None."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -node.operand.value if isinstance(node.operand.value, int) else None
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None
