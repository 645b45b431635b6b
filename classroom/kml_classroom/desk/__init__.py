"""The instructor's desk: downloads come in, what a class has not understood is said, and points go out.

What a school's platform gives (a zip, a roster, its gradebook's table) is taken as it is, and what it takes is written
as it wrote it. Who is who is never guessed: what fits nobody, or two, is said in words and left to a person.

Two rooms: `platforms` (Canvas, Moodle, Gradescope, git) and `own_work` (numbers of one's own, similarity, questions).
Here lies what both use, what a class has not understood and, above the rooms, the commands.
"""
