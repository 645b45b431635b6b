"""What goes to and comes from where a class is: Canvas, Moodle, Gradescope, git; who is in it, and its rules.

`handout` brings lessons to a git repository; `collecting` makes an inbox of a download or of repositories; `gradebooks`
writes points into a platform's own table, joined to its people and by the rules of a policy.
"""
