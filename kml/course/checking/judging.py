"""Judging: what a function gave on every input, compared with the reference answer, and put into words.

`judge` sees only values, so it can judge what was run somewhere else.
"""

import functools
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kml.core.patience import Watch
from kml.core.words import _, ngettext, pgettext, sentences
from kml.course.checking import diagnosis, running, values
from kml.course.checking.errors import in_words, unsolved
from kml.course.checking.panels import Panel


@dataclass(frozen=True)
class Result:
    """What `check` found. `state`: "correct", "not yet", "not attempted", "raised" or "cannot be checked".

    `reason` is a sentence or two, `line` the number and text of the learner's line that raised, `inside` the function
    in which it stands if that is another than the exercise's, `case` the smallest input on which the answer fails (a
    line for each argument, then the two results), `points` what it earned of `out_of`, `printed` what the function
    printed on that input, `exception` what Python said of an error. `review` says why a person should look at it: "" in
    a notebook, where nobody does.
    """

    id: str
    title: str
    state: str
    reason: str
    line: str = ""
    case: tuple[str, ...] = ()
    points: int = 0
    out_of: int = 0
    printed: str = ""
    review: str = ""
    exception: str = ""
    inside: str = ""

    def panel(self):
        """The Panel that a notebook shows."""
        heading = [self.id, self.title]
        if self.state == "correct":
            earned = ngettext("{points} of {out_of} point", "{points} of {out_of} points", self.out_of)
            heading.append(earned.format(points=self.points, out_of=self.out_of))
        lines = [self.reason]
        place = _("Your line (in `{name}`):").format(name=self.inside) if self.inside else _("Your line:")
        for words, block in (
            (place, self.line.splitlines()),
            (_("On this input:"), self.case),
            (_("Your function printed:"), self.printed.splitlines()),
        ):
            lines += [words, *(f"    {line}" for line in block)] if block else []
        if self.state in ("not yet", "not attempted", "raised"):
            lines.append(_('For a hint: `kml.hint("{id}")`').format(id=self.id))
        folded = (_("What Python says"), self.exception) if self.exception else ()
        return Panel(self.state, " · ".join(filter(None, heading)), tuple(lines), folded=folded)

    def __repr__(self):
        return repr(self.panel())

    def _repr_html_(self):
        return self.panel()._repr_html_()


def grade(exercise, function):
    """Check, run and judge one function: the Result."""
    inputs = cases(exercise)
    names = running.parameters(exercise.reference, 99 if exercise.drive else len(inputs[0]))
    hindrance = running.unusable(exercise.id, exercise.name, function, names)
    if hindrance:
        return verdict(exercise, "cannot be checked", hindrance)
    if running.is_empty(function):
        return not_attempted(exercise)
    with Watch(exercise.seconds) as watch:
        answers = functools.partial(answer, call=watch.call)
        outcomes = []
        for arguments in inputs:
            late = outcomes and outcomes[-1].is_late  # once is enough: the others are not tried
            outcomes.append(outcomes[-1] if late else answers(exercise, function, arguments))
        if outcomes[0].is_none and running.keeps_marker(function):
            return not_attempted(exercise)
        unused, at_zero = (
            functools.partial(probe, exercise, names, inputs, function, answers)
            for probe in (diagnosis.unused, diagnosis.at_zero)
        )
        solved = running.returns_x(function)
        result = judge(exercise, outcomes, inputs, unused=unused, at_zero=at_zero, solved=solved)
    return result if result.state == "correct" else unfinished(result, running.unwritten(function))


def unfinished(result, name):
    """The Result of an answer that is not right: of a function `name` that it calls ("" for none) and that is still to
    be written, rather than of what the None of that led to.
    """
    said = _(
        "`{name}`, which your function calls, is not written yet: it gives None. Write it first, then check again."
    )
    return replace(result, reason=said.format(name=name)) if name else result


def answer(exercise, function, arguments, **how):
    """The Outcome of `function` on one case; `how` goes to `running.run`."""
    if exercise.drive is None:
        return running.run(function, arguments, _names(exercise, arguments), **how)
    return running.run(functools.partial(exercise.drive, function), arguments, _names(exercise, arguments), **how)


def _names(exercise, arguments):
    """The names of a case's arguments."""
    if exercise.drive is None:
        return running.parameters(exercise.reference, len(arguments))
    return running.parameters(exercise.drive, 1 + len(arguments))[1:]


def cases(exercise, *secret):
    """The arguments of every case: a list of tuples, the same at each call and on every machine.

    Whole numbers after the exercise give other cases, which nobody can know who does not know these numbers.
    """
    seed = [*secret, zlib.crc32(exercise.id.encode())]
    return [tuple(exercise.inputs(np.random.default_rng([*seed, k]), k)) for k in range(exercise.cases)]


def judge(
    exercise,
    outcomes,
    inputs=None,
    answers=answer,
    unused=lambda: "",
    budget_s=diagnosis.BUDGET_S,
    at_zero=lambda: "",
    solved=False,
):
    """Judge one Outcome a case, wherever they come from, in the order of `inputs` (those of `cases`): the Result.

    `answers` is how the course's own functions are called; whoever judges many may remember what they gave. `unused()`
    looks for an argument without effect, `at_zero()` for one whose part alone is wrong; each gives a sentence or "".
    What the diagnosis does not find in `budget_s` seconds is not said. `solved`: the function returns a solver's `.x`,
    so that a None of it says that nothing was found, and no `return` is missing.
    In this order: did not come back, raised, returned nothing, a known mistake, what the diagnosis finds, wrong type or
    shape, changed its input, an argument without effect, broke a property, right at zero, wrong value.
    """
    inputs = cases(exercise) if inputs is None else inputs
    if len(outcomes) != len(inputs):
        said = _("Only {answered} of {inputs} inputs were answered.")
        return verdict(exercise, "cannot be checked", said.format(answered=len(outcomes), inputs=len(inputs)))
    names = _names(exercise, inputs[0])
    right = _Later(functools.partial(answers, exercise, exercise.reference), inputs)
    if not exercise.free and any(outcome.error for outcome in right):
        said = _("The course's own answer fails: this is no fault of your code.")
        return verdict(exercise, "cannot be checked", said)
    order = sorted(range(len(inputs)), key=lambda k: (values.size(values.plain(inputs[k])), k))

    def refused(reason, k):
        error = outcomes[k].error
        return verdict(
            exercise,
            "raised" if error and not outcomes[k].is_late else "not yet",
            reason,
            line=f"{error.line}: {error.source}".rstrip(": ") if error and error.line else "",
            inside=_another(error.function, exercise) if error else "",
            exception=_pythons_words(error) if error and not outcomes[k].is_late else "",
            case=tuple(_shown_case(names, inputs[k], outcomes[k], right[k], exercise.free)),
            printed=outcomes[k].printed,
        )

    late = [k for k in range(len(inputs)) if outcomes[k].is_late]
    if late:
        said = _("The function had not come back after {seconds:g} seconds: does a loop never end?")
        return refused(said.format(seconds=exercise.seconds), late[0])
    raised = [k for k in order if outcomes[k].error]
    if raised:
        error, because = outcomes[raised[0]].error, declared_mistake(exercise, inputs, outcomes, right, answers)
        explained = because or in_words(error.kind, error.message, error.source)
        return refused(explained or _about_error(error), raised[0])
    nothing = [k for k in order if outcomes[k].is_none]
    if len(nothing) == len(order):
        said = _("The function returns None: is there a `return` on every way through it?")
        return refused(unsolved() if solved else said, order[0])
    if nothing:
        because = declared_mistake(exercise, inputs, outcomes, right, answers)  # such as a `return` inside of a loop
        if because:
            told = [k for k in order if not outcomes[k].is_none and not _alike(outcomes[k], right[k], exercise)]
            return refused(because, (told or nothing)[0])
        said = _("The function returns None on this input: is there a `return` on every way through it?")
        return refused(unsolved() if solved else said, nothing[0])
    if exercise.free:
        differences = [None] * len(inputs)
        wrong = [k for k in order if _broken(exercise, inputs[k], outcomes[k].value)]
    else:
        differences = [values.difference(o.value, r.value, exercise.rtol, exercise.atol)
                       for o, r in zip(outcomes, right, strict=True)]  # fmt: skip
        wrong = [k for k in order if differences[k]]
    mutating = [k for k in order if outcomes[k].mutated]
    because = declared_mistake(exercise, inputs, outcomes, right, answers) if wrong or mutating else ""
    if because:
        return refused(because, (wrong or mutating)[0])
    explained = diagnosis.explain(exercise, names, inputs, outcomes, right, answers, budget_s) if wrong else ""
    for k in wrong:
        if differences[k] and differences[k].kind:
            lists = [one for one in (outcomes[k].value, right[k].value) if isinstance(one, list)]
            too_many = len(lists) == 2 and len(lists[0]) != len(lists[1])  # or too few: a property may say which
            broken = _broken(exercise, inputs[k], outcomes[k].value) if too_many and not explained else ""
            return refused(sentences(differences[k].sentence, explained or broken), k)
    if explained:
        return refused(explained, wrong[0])
    if mutating:
        k = mutating[0]
        said = _("The function changes its argument `{name}`: work on a copy, or build a new array.")
        return refused(said.format(name=outcomes[k].mutated), k)
    idle = unused() if wrong else ""
    if idle:
        return refused(sentences(idle, _broken(exercise, inputs[wrong[0]], outcomes[wrong[0]].value)), wrong[0])
    so_far = diagnosis.right_so_far(exercise, names, inputs, outcomes, right) if wrong else ""
    for k in order:
        broken = _broken(exercise, inputs[k], outcomes[k].value)
        if broken:
            return refused(sentences(so_far, broken), k)
    if wrong:
        zero = at_zero()
        if zero:
            return refused(sentences(so_far, zero), wrong[0])
        if len(wrong) == len(order):
            where = _("It differs on every input; the smallest:")
        else:
            where = _("It differs on {wrong} of {inputs} inputs; the smallest:").format(
                wrong=len(wrong), inputs=len(order)
            )
        return refused(sentences(so_far or differences[wrong[0]].sentence, where), wrong[0])
    return verdict(
        exercise, "correct", sentences(_("Right on all {n} inputs.").format(n=len(inputs)), _(exercise.then))
    )


class _Later(Sequence):
    """The course's Outcome of each of `inputs`, asked for when it is looked at: with `free` it need not be, and a
    strategy's takes long.
    """

    def __init__(self, answer, inputs):
        self._answer, self._inputs, self._known = answer, inputs, {}

    def __len__(self):
        return len(self._inputs)

    def __getitem__(self, k):
        if k not in self._known:
            self._known[k] = self._answer(self._inputs[k])
        return self._known[k]


def declared_mistake(exercise, inputs, outcomes, right, answers):
    """The sentence of the first mistake that gives what the learner's function gave on every input, or ""."""
    always_raises = all(outcome.error for outcome in outcomes)  # then the kind alone may be the same by chance
    for mistake in exercise.mistakes:
        for function in mistake.functions:
            wrong = []
            for outcome, arguments in zip(outcomes, inputs, strict=True):
                wrong.append(answers(exercise, function, arguments))
                if not _alike(outcome, wrong[-1], exercise):
                    break  # most mistakes are out after one case
                if always_raises and outcome.error.message != wrong[-1].error.message:
                    break
            else:
                if not _agree(wrong, right, exercise):
                    return _(mistake.because)
    return ""


def _agree(outcomes, others, exercise):
    return all(_alike(a, b, exercise) for a, b in zip(outcomes, others, strict=True))


def _alike(outcome, other, exercise):
    if outcome.error or other.error:
        return bool(outcome.error and other.error) and outcome.error.kind == other.error.kind
    same = values.same(outcome.value, other.value, exercise.rtol, exercise.atol)
    return same and outcome.mutated == other.mutated


def _broken(exercise, arguments, value):
    """The sentence of the first property that a value of the right kind breaks, or ""."""
    for prop in exercise.properties:
        try:
            sentence = prop(arguments, value)
        except Exception:  # a value that the property cannot take is left to the comparison with the reference
            sentence = _("The result is not of the kind that is asked for.") if exercise.free else None
        if sentence:
            return sentence
    return ""


def verdict(exercise, state, reason, **more):
    """A Result in this state; only "correct" earns the exercise's points."""
    named = filter(None, (_(exercise.title), exercise.term))
    title = " · ".join(dict.fromkeys(named))  # in Chinese the title may be the term
    points = exercise.points if state == "correct" else 0
    return Result(exercise.id, title, state, reason, points=points, out_of=exercise.points, **more)


def not_attempted(exercise):
    """The Result of an untouched stub."""
    reason = _("`{name}` gives nothing yet: write it where `# your code here` stands, and end with `return`.").format(
        name=exercise.name
    )
    return verdict(exercise, "not attempted", reason)


def _another(name, exercise):
    """The name of a function that is not the exercise's, such as an earlier step of it, or ""; `<lambda>` is none."""
    return name if name.isidentifier() and name != exercise.name else ""


def _pythons_words(error):
    return f"{error.kind}: {error.message.rstrip()}" if error.message else error.kind


def _about_error(error):
    text = _pythons_words(error)
    if text.endswith((".", "!", "?", "。", "！", "？")):
        return text
    return pgettext("an error's own words, with a full stop", "{problem}.").format(problem=text)


def _shown_case(names, arguments, outcome, right, free):
    for name, argument in zip(names, arguments, strict=True):
        yield from values.given(name, values.plain(argument))
    if outcome.error:
        return
    yours, expected = values.beside(outcome.value, right.value)
    words = _("yours:"), _("one way:") if free else _("expected:")
    width = max(map(_columns, words))
    for word, rows in zip(words, (yours, expected), strict=True):
        for row in rows:
            yield word + " " * (1 + width - _columns(word)) + row
            word = ""
    if any(values.MARKS[0] in row for row in yours):
        yield _("{left}…{right} marks what differs").format(left=values.MARKS[0], right=values.MARKS[1])


def _columns(text):
    """How wide a text is where letters have one width: a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)
