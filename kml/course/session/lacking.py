"""A package that this Python has not, PyTorch in a browser: what of a cell runs without it, and what cannot.

A cell's statements run in their order. One that needs the package, or a name that only such a one would have made, is
left out, and the names that it would have made are taken away: what asks for them later is left out too, and can be
told from a mistake of the learner's.
"""

import ast
import re
import traceback

CELL = re.compile(r"<ipython-input|ipykernel_|<cell")  # how the file of a cell is called, in one IPython or another


class Lacking:
    """Which names are not in `namespace`, where cells run, because `package` is not there."""

    def __init__(self, package, namespace):
        self.package, self.namespace, self.names = package, namespace, set()

    async def run(self, code, execute):
        """Run a cell; return what the last `execute` found, and the names for want of which not all of it ran.

        `await execute(code)` runs code and returns (what it found, the exception that ended it or None).
        """
        try:
            statements = _statements(code)
        except (SyntaxError, ValueError):
            statements = []
        if not statements:  # a mistake, to be told as it is, IPython's own signs, or a comment
            return (await execute(code))[0], set()
        outside, wanted, found, whole = {self.package, *self.names}, set(), None, len(statements)
        while statements:
            before = set(self.names)
            ready, left_out = self._walk(statements)
            wanted |= left_out
            found, problem = await execute(code if len(ready) == whole else _only(code, ready))
            if problem is None:
                break
            self.names = before
            line = _line(problem)
            k = next((k for k, one in enumerate(statements) if one.first <= line <= one.last), len(statements) - 1)
            self._walk(statements[:k])
            why = self._why(problem)
            if not (why or wanted):
                return found, set()
            wanted |= why
            failed = k + 1 if why else len(statements)  # anything else follows from what was left out
            self._lose(statements[k:failed], statements[:k])
            statements = statements[failed:]
        for name in self.names:
            self.namespace.pop(name, None)
        return found, wanted & outside

    def _walk(self, statements):
        """(the statements that can run, the names for want of which others cannot); then `names` is as after them."""
        ready, wanted = [], set()
        for k, one in enumerate(statements):
            if lacks := one.uses & self.names:
                wanted |= lacks
                self._lose([one], statements[:k])
            else:
                ready.append(one)
                self.names -= one.makes
        return ready, wanted

    def _lose(self, statements, above):
        """From now on the names are lacking that these statements make, or fill: begun in their cell, or lists."""
        begun = {name for one in above for name in one.assigns}
        for one in statements:
            filled = {
                name for name in one.fills if name in begun or isinstance(self.namespace.get(name), list | dict | set)
            }
            self.names |= one.makes | filled

    def _why(self, problem):
        """The names for want of which it was raised; none if it is something else."""
        if isinstance(problem, ModuleNotFoundError) and (problem.name or "").split(".")[0] == self.package:
            return {self.package}
        if isinstance(problem, NameError) and problem.name in self.names:
            return {problem.name}
        return set()


class _Statement(ast.NodeVisitor):
    """Lines of a cell that run together: which names they use, make, assign and fill when they do."""

    def __init__(self, nodes):
        self.first = min(part.lineno for node in nodes for part in (node, *getattr(node, "decorator_list", ())))
        self.last = max(node.end_lineno for node in nodes)
        self.uses, self.makes, self.fills = set(), set(), set()
        for node in nodes:
            self.visit(node)
        self.assigns = self.makes if all(isinstance(node, ast.Assign | ast.AnnAssign) for node in nodes) else set()

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.makes.add(node.id)
        elif node.id not in self.makes:  # a loop's own
            self.uses.add(node.id)

    def visit_Assign(self, node):
        for part in (node.value, *node.targets):  # what is assigned is computed first
            self.visit(part)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.uses.add(node.target.id)
        self.generic_visit(node)

    def visit_Import(self, node):
        self.makes |= {alias.asname or alias.name.split(".")[0] for alias in node.names}

    visit_ImportFrom = visit_Import

    def visit_FunctionDef(self, node):
        self.makes.add(node.name)
        self._visit_each([*node.decorator_list, node.args])

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.visit(node.args)

    def visit_arguments(self, node):
        self._visit_each([*node.defaults, *filter(None, node.kw_defaults)])  # the rest is for when it is called

    def visit_ClassDef(self, node):
        self._visit_each([*node.decorator_list, *node.bases, *node.keywords])
        self._visit_inside(node.body)
        self.makes.add(node.name)

    def visit_ListComp(self, node):
        of_each = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self._visit_inside([*node.generators, *of_each])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            self.fills.add(node.func.value.id)
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            self.fills.add(node.value.id)
        self.generic_visit(node)

    def _visit_each(self, nodes):
        for node in nodes:
            self.visit(node)

    def _visit_inside(self, nodes):
        """Of what has names of its own, only what it uses counts."""
        outside = self.makes
        self.makes = set(outside)
        self._visit_each(nodes)
        self.makes = outside


def _statements(code):
    """A cell as _Statements; what stands on one line belongs together."""
    groups = []
    for node in ast.parse(code).body:
        if groups and node.lineno <= groups[-1][-1].end_lineno:
            groups[-1].append(node)
        else:
            groups.append([node])
    return [_Statement(nodes) for nodes in groups]


def _only(code, statements):
    """The code with only these statements, each on its line: IPython drops empty lines at the beginning."""
    keep = {number for one in statements for number in range(one.first, one.last + 1)}
    return "\n".join(line if number in keep else "#" for number, line in enumerate(code.split("\n"), 1))


def _line(problem):
    """The line of the cell at which an exception was raised, there or in what it called; 0 if none is known."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.name == "<module>"]
    return next((frame.lineno for frame in frames if CELL.search(frame.filename)), 0)
