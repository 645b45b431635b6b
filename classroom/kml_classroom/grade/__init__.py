"""Grading: what learners hand in, and what it is worth.

A submission goes through five hands. `intake` opens a file that may be broken and finds its cells; `transplant` puts
them into the lesson's own notebook; `slicing` takes from it what one answer leans on; `calling` has that run in a
`sandbox`, where it can reach nothing (`worker` is the part inside); `marking` compares what came out, outside, as
`kml.check` does. `judge.grade_one(path, "03")` is all of it for one submission. Around it, `batch` grades a class,
`journal` remembers what is done, `report` and `gradebook` hand it on.
"""
