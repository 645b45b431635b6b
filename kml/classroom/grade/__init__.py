"""Grading: what learners hand in, and what it is worth.

A submission goes through five hands. `intake` opens a file that may be broken and finds its cells; `transplant` puts
them into the lesson's own notebook; `slicing` takes from it what one answer leans on; `sandbox` runs that where it can
reach nothing (`worker` is the part inside); `judge` compares what came out, outside, as `kml.check` does.
`grade_one(path, "03")` in `judge` is all of it for one submission, and the whole of the rules.
"""
