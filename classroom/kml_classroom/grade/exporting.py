"""What `nbgrader export` writes: the scores of a gradebook, and none where there is none.

nbgrader's own table calls that a 0, and a comma in a name another column. `gradebook` names this one in the settings.
"""

from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from kml_classroom.grade.journal import write
from kml_classroom.grade.report import table

_HEADS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
    "late_submission_penalty", "score", "max_score",
)  # fmt: skip


class Export(ExportPlugin):
    """The columns of nbgrader's own exporter; whoever has handed in nothing has a 0 in both."""

    def export(self, gradebook):
        """Write the gradebook's scores into the file that was asked for, or into grades.csv."""
        rows = [
            _row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if not self.assignment or assignment.name in self.assignment
            for student in gradebook.students
            if not self.student or student.id in map(str, self.student)
        ]
        write(Path(self.to or "grades.csv"), table(_HEADS, rows))


def _row(gradebook, assignment, student):
    timestamp, raw, penalty, score = "", 0.0, 0.0, 0.0
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        pass
    else:
        timestamp, penalty = submission.timestamp, submission.late_submission_penalty
        raw, score = submission.score, max(0.0, submission.score - penalty)
        if not has_score(submission):
            raw, penalty, score = "", "", ""
    who = student.id, student.last_name, student.first_name, student.email
    return (assignment.name, assignment.duedate, timestamp, *who, raw, penalty, score, assignment.max_score)


def has_score(submission):
    """Whether each exercise of a submission has points, computed or given by hand."""
    return all(
        entry.auto_score is not None or entry.manual_score is not None
        for notebook in submission.notebooks
        for entry in notebook.grades
    )
