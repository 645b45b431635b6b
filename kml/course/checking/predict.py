"""`predict` asks a question before the cell that answers it."""

from IPython import get_ipython
from IPython.display import display

from kml.core.page import saved, static
from kml.core.words import _, sentences
from kml.course.checking import exercises
from kml.course.checking.panels import Panel, status
from kml.course.memory.computer import shuffled
from kml.course.showing import screenreader


def predict(id: str) -> None:
    """Show prediction `id` as radio buttons with a response to each answer; as text where KML_STATIC is set.

    >>> import kml
    >>> kml.predict("01.p1")  # doctest: +ELLIPSIS
    Predict · ...
    """
    try:
        prediction = exercises.find(id, among="PREDICTIONS")
    except LookupError as problem:
        display(Panel("cannot be checked", str(problem), word=_("No question")))
        return
    question, answers = _(prediction.question), [_(answer) for answer, __ in prediction.options]
    if static():
        lines = tuple(f"{letter}) {answer}" for letter, answer in zip("abcdefgh", answers, strict=False))
        display(Panel("note", question, lines, word=_("Predict")))
        return
    display(Panel("note", question, word=_("Predict")))
    order = shuffled(prediction.id, len(answers))
    display(_Question(
        [answers[i] for i in order],
        [_(prediction.options[i][1]) for i in order],
        order.index(prediction.answer),
    ).box)  # fmt: skip
    screenreader.name_last_output(question)


class _Question:
    """Radio buttons, and below them what is said of the answer: only when a later cell has shown what happens."""

    def __init__(self, answers, responses, right):
        import ipywidgets

        self.responses, self.right = responses, right
        self.cells = 0 if get_ipython() else 2  # how many have run since; this one is the first
        wide = {"width": "auto", "max_width": "100%"}
        # index=None: nothing is chosen before the learner chooses
        self.radio = ipywidgets.RadioButtons(options=answers, index=None, layout=wide)
        self.status = ipywidgets.HTML(value=status(_("Choose one, then run the next cell.")))
        self.radio.observe(lambda change: self.respond(), names="index")
        self.box = saved(ipywidgets.VBox([self.radio, self.status], layout=wide))
        if get_ipython():
            get_ipython().events.register("post_run_cell", self.another_cell)

    def another_cell(self, result):
        """A cell has run: this one itself, then the next."""
        self.cells += 1
        if self.cells > 1:
            get_ipython().events.unregister("post_run_cell", self.another_cell)
            self.respond()

    def respond(self):
        """Say what there is to say of the answer now."""
        chosen = self.radio.index
        if chosen is None:
            return
        if self.cells < 2:
            self.status.value = status(_("Noted. Run the next cell, and see."))
            return
        word = _("Right.") if chosen == self.right else _("Not this one.")
        self.status.value = status(sentences(word, self.responses[chosen]))
