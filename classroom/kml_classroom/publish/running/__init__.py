"""Python in the pages of the reading edition: "Run here".

web/engine.js starts Pyodide in a worker (web/worker.js), runs cells in order and stops what does not end; in that
Python, `kml.course.session.in_page` says what cells show. web/run.js is what a learner touches: the bar, the editors
(web/editor.js), what a cell shows (web/outputs.js), controls (web/controls.js), the notebook (web/kept.js).
`kml_classroom.publish.running.engine` lays all of it out on the site.
"""
