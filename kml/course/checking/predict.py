"""`predict` asks a question before the cell that answers it."""

import html

from IPython.display import display

from kml.core.words import say
from kml.course.checking import exercises
from kml.course.checking.panels import Panel
from kml.course.session.setup import static
from kml.course.showing import screenreader


def predict(id):
    """Show prediction `id` as radio buttons with a response to each answer; as text where KML_STATIC is set."""
    try:
        prediction = exercises.find(id, among="PREDICTIONS")
    except LookupError as problem:
        display(Panel("cannot be checked", str(problem), word="No question"))
        return
    answers = [say(answer) for answer, _ in prediction.options]
    if static():
        lines = tuple(f"{letter}) {answer}" for letter, answer in zip("abcdefgh", answers, strict=False))
        display(Panel("note", prediction.question, lines, word="Predict"))
        return
    display(Panel("note", prediction.question, word="Predict"))
    display(_buttons(prediction))
    screenreader.name_last_output(say(prediction.question))


def _buttons(prediction):
    import ipywidgets

    wide = {"width": "auto", "max_width": "100%"}
    answers = [say(answer) for answer, _ in prediction.options]
    # index=None: nothing is chosen before the learner chooses
    radio = ipywidgets.RadioButtons(options=answers, index=None, layout=wide)
    status = ipywidgets.HTML(value=_status("Choose one, then run the next cell."))

    def respond(change):
        if change["new"] is not None:
            word = "Right." if change["new"] == prediction.answer else "Not this one."
            status.value = _status(f"{say(word)} {say(prediction.options[change['new']][1])}")

    radio.observe(respond, names="index")
    return ipywidgets.VBox([radio, status], layout=wide)


def _status(text):
    return f'<div role="status" style="line-height:1.5">{html.escape(say(text))}</div>'
