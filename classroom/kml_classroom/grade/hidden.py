"""Stands in the place of kml.course.lesson_NN inside the sandbox: the course's answers are not there."""

raise ImportError("the course's answers are not there while yours are graded")
