"""What Canvas, Moodle and Gradescope call the files of a download, and what that says of who handed in what.

- Canvas: `lovelaceada_LATE_1234_56789_03_gradient.ipynb`: the name to sort by without spaces and signs, whether it was
  late, Canvas's number of the learner, that of the file, and what the learner called it (with -1 when handed in again).
  Where grading is anonymous: `anon_x7Qk1_56789_03.ipynb`.
- Moodle: `Ada Lovelace_1234_assignsubmission_file_/03.ipynb`, or without the slash: the name (the group's before it
  where there are groups) and the number by which the grading worksheet knows the learner ("Participant 1234").
- Gradescope: `submission_123/03.ipynb`, and a `submission_metadata.yml` that says whose each is.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from kml_classroom.words import _, pgettext

PLATFORMS = ("canvas", "moodle", "gradescope")
_CANVAS = re.compile(
    r"(?:(?P<name>.*?)_)??(?P<late>LATE_)?(?P<who>\d+|anon_[A-Za-z0-9]+)_(?:\d+_(?P<file>.+)|(?P<text>(?:text|link)\.html))",
    re.DOTALL,
)
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<who>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)", re.DOTALL)
_ABOUT = "submission_metadata.yml"
_MOST_ABOUT = 50_000_000


@dataclass(frozen=True)
class Handed:
    """What a download says of one learner, or one group: the keys and names it gives, and the files.

    `late` is None where the platform's names do not say it. Of a git repository there are `late_days`, `about`, which
    are `repositories.COLUMNS` of the list, and a `note`.
    """

    keys: dict[str, str] = field(default_factory=dict)
    name: str = ""
    late: bool | None = None
    files: tuple = ()  # (name of the file, its Entry)
    late_days: int | None = None
    about: dict[str, str] = field(default_factory=dict)
    note: str = ""


def recognised(entries, platform=None):
    """(platform, [Handed, …], Entries that are nobody's) of a download's Entries. Raises ValueError with a sentence."""
    if not entries:
        raise ValueError(_("The download is empty: nobody has handed in anything."))
    entries = _without_folder(entries)
    about = next((one for parts, one in entries if parts == (_ABOUT,)), None)
    if platform is None and about is not None:
        platform = "gradescope"
    if platform is None:
        fits = Counter({name: sum(bool(_match(name, parts)) for parts, __ in entries) for name in ("canvas", "moodle")})
        (platform, most), (__, less) = fits.most_common()
        if most == less:
            said = _(
                "This is no download of Canvas, Moodle or Gradescope that kml knows: its first file is {name}. A "
                "folder with one folder or file a learner needs no kml collect: kml grade takes it as it is."
            )
            if most:
                said = _("This may be a download of Canvas or of Moodle (its first file is {name}): say --from.")
            raise ValueError(said.format(name=repr(entries[0][1].name)))
    if platform == "gradescope":
        return platform, *_of_gradescope(entries, about)
    found, nobodys = _by_name(platform, entries)
    if not found:
        said = _("No file is called as {platform} calls them; the first is {name}. Leave out --from, or say another.")
        raise ValueError(said.format(platform=platform.capitalize(), name=repr(entries[0][1].name)))
    return platform, found, nobodys


def _without_folder(entries):
    """[(parts, Entry), …] without the one folder that all lie in, which Gradescope's zip has, and one made by hand."""
    first = entries[0].parts[0]
    inside = all(len(one.parts) > 1 and one.parts[0] == first for one in entries) and not _MOODLE.match(first)
    return [(one.parts[1:] if inside else one.parts, one) for one in entries]


def _match(platform, parts):
    return (_CANVAS if platform == "canvas" else _MOODLE).fullmatch(parts[0])


def _by_name(platform, entries):
    found, nobodys = {}, []
    for parts, entry in entries:
        match = _match(platform, parts)
        if not match:
            nobodys.append(entry)
            continue
        late = None
        if platform == "canvas":
            late = bool(match["late"])
            key = {"canvas": match["who"]}
            file = match["file"] or match["text"]
        else:
            key = {"participant": match["who"]}
            file = match["file"] or f"{match['kind']}.html"
            if len(parts) > 1:
                file = parts[-1]
        one = found.setdefault(match["who"], Handed(key, match["name"] or "", late))
        found[match["who"]] = Handed(one.keys, one.name, one.late or late, (*one.files, (file, entry)))
    return list(found.values()), nobodys


def _of_gradescope(entries, about):
    if about is None:
        raise ValueError(_("There is no {file} in this download of Gradescope.").format(file=_ABOUT))
    found, said = [], _metadata(about)
    for name, one in said.items():
        files = tuple((parts[-1], entry) for parts, entry in entries if parts[0] == name)
        people = one.get(":submitters") if isinstance(one, dict) else None
        for person in people if isinstance(people, list) else []:
            if isinstance(person, dict):
                given = {key: person.get(f":{key}") for key in ("name", "sid", "email")}
                given = {key: value.strip() if isinstance(value, str) else "" for key, value in given.items()}
                keys = {kind: value for kind, value in (("email", given["email"]), ("id", given["sid"])) if value}
                found.append(Handed(keys, given["name"], None, files))
    nobodys = [entry for parts, entry in entries if parts[0] not in said and entry is not about]
    return found, nobodys


def _metadata(entry):
    try:
        import yaml
    except ModuleNotFoundError:
        said = _("{package} is missing: {command}")
        raise ValueError(said.format(package="PyYAML", command="pip install pyyaml")) from None
    if entry.trouble or entry.size > _MOST_ABOUT:
        raise ValueError(
            pgettext("a file, and what is wrong with it", "{file}: {problem}").format(
                file=_ABOUT, problem=entry.trouble or _("it is too large")
            )
        )
    try:
        with entry.open() as file:
            text = file.read(_MOST_ABOUT).decode("utf-8")
        said = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # texts only: 0012 stays 0012
    except (ValueError, yaml.YAMLError):
        raise ValueError(
            _("{file} cannot be read: it is no YAML that Gradescope writes.").format(file=_ABOUT)
        ) from None
    if not isinstance(said, dict):
        raise ValueError(_("{file} cannot be read: it is no YAML that Gradescope writes.").format(file=_ABOUT))
    return said


def sorted_name(name):
    """A name as Canvas writes it in a file's: small letters, without spaces and signs.

    >>> sorted_name("Lovelace, Ada M.")
    'lovelaceadam'
    """
    return re.sub(r"[^\w]", "", name.casefold())
