"""The reading edition: one page a lesson and language, read on a phone, a laptop or paper, and nothing to install.

A page comes from the committed notebooks alone, at the moment the site is built: the cells are those of lessons/, as a
learner gets them, and what they show is what the solution showed. No answer to an exercise is on it.

What a page promises to the Python that may run in it ("Run here"):

    <body data-lesson="03" data-language="en" data-cells="03_gradient_descent.json">
      <div id="run-here" hidden></div>                            at the top of the lesson: for the engine to fill
      <div class="cell prose" data-cell="ID">…</div>               a Markdown cell; ID is its id in the notebook
      <div class="cell code" data-cell="ID" data-exercise="03.2">  a code cell; `data-exercise` where one writes the
                                                                   answer, `data-check="03.2"` where it is checked
        <details class="source" open><summary>…</summary><pre><code>…</code></pre></details>
        <div class="outputs">…</div>                               what is stored; `code` above has the source as it is
      </div>

`data-cells` names a JSON file beside the page: {"lesson": "03", "language": "en", "title": …, "notebook": the learner's
notebook as a file, "cells": [{"id", "type": "markdown" or "code", "source", "tags", "exercise", "check"}]}. It has
every cell of that notebook, in order; the page leaves out the one that installs kml on Colab ("colab").

edition runs each lesson in each language, with record (behind, narrow) in its kernel; pages puts together what prose
(formulas, code) and outputs make of it; reference reads the docstrings of kml; look/ has the templates, styles and
scripts.

Everything is served from the site itself, and no page has a script or a style within it: see `strict`.
"""
