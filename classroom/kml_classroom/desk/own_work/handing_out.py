"""Lessons for each learner, with numbers of their own: as notebooks in folders, or as a git repository for each.

Both hand out the same: the course's lesson with the cells that `variants` draws for whoever it is for.
"""

from pathlib import Path

from kml.core import words
from kml.course.doors import own_copy
from kml_classroom.desk.own_work import variants
from kml_classroom.desk.platforms import git, handout, unpacking
from kml_classroom.desk.platforms.people import folded
from kml_classroom.grade.journal import write
from kml_classroom.words import _, listed, ngettext, speaking


def notebooks(number, persons, secret, into):
    """Write the notebook of a lesson for each Person into folders of their names; return the paths.

    In the language in use. Raises ValueError where the lesson has no exercise that can have numbers of one's own, or
    two have the same folder.
    """
    declared([number])
    lessons = own_copy.handed_out()
    name = next(path.name for path in lessons.glob(f"{number}_*.ipynb"))
    source = lessons / words.language() / name
    text = (source if source.exists() else lessons / name).read_text(encoding="utf-8")
    paths = []
    for folder, person in folders(persons, into).items():
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / name, variants.notebook(text, number, secret, variants.key_of(person)))
        paths.append(folder / name)
    return paths


def repositories(folder, numbers, persons, secret, watch=iter):
    """Put lessons (all, or those of `numbers`) into a git repository for each Person, in `folder`, by their names.

    In each language. Where a Person has the address of a repository, theirs is its origin. Returns the
    handout.HandedOuts; `watch` is put around the Plans. Raises ValueError with a sentence before anything is written.
    """
    declared(numbers)
    places = folders(persons, folder)
    shared = _twice(folded(person.keys.get("git", "")) for person in places.values())
    if shared:
        said = _("Two share the repository {address}: numbers of their own need one for each.")
        raise ValueError(said.format(address=shared))
    plans = []
    for place, person in places.items():
        address = person.keys.get("git", "")
        address = address if git.is_address(address) else ""
        plans.append(handout.plan(place, numbers, _owned(secret, variants.key_of(person)), address))
    return [handout.carry_out(plan) for plan in watch(plans)]


def declared(numbers):
    """The Exercises of these lessons, or of all, that can have numbers of one's own. Raises ValueError for none."""
    numbers = handout.lessons(numbers)
    found = [exercise for number in numbers for exercise in variants.declared(number)]
    if not found:
        said = _("No exercise of lesson {number} can have numbers of one's own.")
        raise ValueError(said.format(number=listed(numbers)))
    return found


def folders(persons, into):
    """{folder in `into`: the Person it is for}. Raises ValueError where two would have the same."""
    found = {}
    for person in persons:
        name = unpacking.safe(person.name, "learner")  # as kml collect will call them
        if name.casefold() in found:  # some systems do not tell capitals
            said = _("Two are called {name}: put an e-mail address or a number into the column of names.")
            raise ValueError(said.format(name=person.name))
        found[name.casefold()] = Path(into) / name, person
    return dict(found.values())


def _twice(names):
    """The first of the names that comes twice; "" for none."""
    seen = set()
    return next((name for name in names if name and (name in seen or seen.add(name))), "")


def _owned(secret, who):
    """What makes of a file's text that of one learner's."""

    def own(name, text):
        if not name.endswith(".ipynb"):
            return text
        with speaking(name.rpartition("/")[0] or words.SOURCE):
            return variants.notebook(text, handout.number_of(name), secret, who)

    return own


def whose(numbers):
    """Which exercises of these lessons, or of all, have numbers of one's own."""
    return _("Numbers of one's own: {ids}").format(ids=listed(exercise.id for exercise in declared(numbers)))


def lines(folder, handed):
    """What the command line says of the HandedOuts in a folder."""
    n, new = len(handed), sorted({name for one in handed for name in one.new if name.endswith(".ipynb")})
    said = ngettext("{n} repository in {folder}.", "{n} repositories in {folder}.", n)
    yield said.format(n=n, folder=folder)
    if new:
        yield _("New in them: {names}").format(names=listed(new))
    else:
        yield handout.nothing_new(folder)
    newer = sorted({name for one in handed for name in one.newer})
    if newer:
        yield handout.left(newer)


def hint(handed):
    """How what is new comes to each learner."""
    if all(git.has_origin(one.folder) for one in handed):
        said = _("To bring each to where its learner gets it: the same command with {option}")
    else:
        said = _(
            "To bring each to where its learner gets it: put their addresses into a column git of the table, then the "
            "same command with {option}"
        )
    return said.format(option="--push")
