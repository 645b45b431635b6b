"""`predict` asks a question before the cell that answers it."""

import html

from IPython.display import display

from kml.core.page import static
from kml.core.words import _, sentences
from kml.course.checking import exercises
from kml.course.checking.panels import Panel
from kml.course.showing import screenreader


def predict(id):
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
    display(_buttons(answers, [_(response) for __, response in prediction.options], prediction.answer))
    screenreader.name_last_output(question)


def _buttons(answers, responses, right):
    """Radio buttons with the response to each answer below; the number `right` is the right one. All said already."""
    import ipywidgets

    wide = {"width": "auto", "max_width": "100%"}
    # index=None: nothing is chosen before the learner chooses
    radio = ipywidgets.RadioButtons(options=answers, index=None, layout=wide)
    status = ipywidgets.HTML(value=_status(_("Choose one, then run the next cell.")))

    def respond(change):
        if change["new"] is not None:
            word = _("Right.") if change["new"] == right else _("Not this one.")
            status.value = _status(sentences(word, responses[change["new"]]))

    radio.observe(respond, names="index")
    return ipywidgets.VBox([radio, status], layout=wide)


def _status(text):
    return f'<div role="status" style="line-height:1.5">{html.escape(text)}</div>'
