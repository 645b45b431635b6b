"""The studio on a notebook's page: few controls in groups, the answer large, the pictures below; ipywidgets only.

One plan is the truth. A control makes a new plan of it, and whatever plan there is, all controls, the answer, the
pictures and the table of sources are set from it: nothing can stay behind from another creator.
"""

import base64
import html
from dataclasses import replace

import numpy as np
from IPython.display import display

from kml import monetization as money
from kml.core.page import saved, static
from kml.core.words import N_, _
from kml.course.showing import screenreader
from kml.lessons.studio import page
from kml.lessons.studio.names import NUMBERS, channel, name_of, written
from kml.lessons.studio.outcome import best, uncertain
from kml.lessons.studio.plan import COURSE, PARTS, Plan

FOLLOWERS = (1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000)
GROUPS = {  # key: what stands on the button
    "work": N_("work"),
    "prices": N_("prices"),
    "costs": N_("costs"),
    "assumptions": N_("assumptions"),
    "share": N_("save and share"),
}
SLIDERS = {  # number in the rules: the words beside its slider, and the slider's (low, high, step)
    "course_price": (N_("course price"), (9, 999, 10)),
    "brand_per_1000": (N_("deal, per 1,000 views"), (0, 150, 1)),
    "video_cost": (N_("cost of a video"), (0, 1_000, 10)),
    "fixed_costs": (N_("fixed costs a month"), (0, 5_000, 50)),
}
POINTS = 41  # on the slider of an assumption, from one end of its range to the other
RENT, VIDEOS = (250, 20_000, 250), (1, 30, 1)
_WIDE, _NATURAL, _LABEL = {"width": "100%"}, {"width": "auto", "flex": "1 1 auto"}, {"description_width": "9em"}


def studio(start="coding_teacher"):
    """The monetization studio in one cell: a creator's simulated months, and what decides over them.

    start  one of kml.personas.CREATORS, a Plan, or the text of one, such as "v=1&creator=fitness_coach&videos=20"

    >>> from kml.lessons.studio import studio
    >>> studio("fitness_coach").plan.text()
    'v=1&creator=fitness_coach'
    """
    if isinstance(start, Plan):
        return Studio(start)
    return Studio(Plan.of_text(start) if "=" in str(start) else Plan(start))


class Studio:
    """What `studio` returns; a notebook shows it when it is the last line of a cell. `plan` is the plan it is at."""

    def __init__(self, plan):
        self.plan = self.start = plan
        self.other = None  # plan A
        self.static = static()
        if not self.static:
            self._build()

    def sources(self):
        """Where each number of the plan comes from: kml.monetization.Sources."""
        return money.sources(self.plan.rules, self.plan.audience)

    def show(self, plan):
        """Show another plan, a Plan or its text."""
        self.plan = plan if isinstance(plan, Plan) else Plan.of_text(plan)
        self._follow()

    def _build(self):
        import ipywidgets as w

        self._setting = False  # True while the studio, and not the learner, moves the controls
        identity, groups = self._build_identity(), self._build_groups()
        self.groups = {key: w.VBox(inside) for key, inside in groups.items()}
        self.group = w.ToggleButtons(
            options=[(_(label), key) for key, label in GROUPS.items()], value="work", style={"button_width": "auto"}
        )
        self.group.observe(lambda __: self._follow_group(), "value")
        self.keep = w.Button(layout=_NATURAL)
        self.keep.on_click(lambda __: self._keep_or_forget())
        reset = self._button(_("Reset"), lambda: self.start)
        self.problem = w.HTML()
        controls = w.VBox(
            [*identity, self.group, *self.groups.values(), _row(self.keep, reset), self.problem],
            layout={"flex": "1 1 340px", "max_width": "480px", "padding": "0 16px 0 0"},
        )
        self.answer = w.HTML(layout={"flex": "2 1 380px", "max_width": "480px"})
        self.body, self.table = w.HTML(), w.HTML(layout={"max_width": "100%", "overflow": "auto"})
        self.origins = w.ToggleButton(
            layout={"width": "auto", "max_width": "calc(100% - 4px)", "align_self": "flex-start"}
        )
        self.origins.observe(lambda __: self._follow_sources(), "value")
        title = html.escape(_("Monetization studio: simulated money, in yuan (CNY)"))
        top = w.Box([controls, self.answer], layout={"flex_flow": "row wrap", "align_items": "flex-start"})
        self.box = saved(w.VBox([w.HTML(f"{page.STYLE}<b>{title}</b>"), top, self.body, self.origins, self.table]))
        self.box.add_class("kml-studio")
        self._follow_group()
        self._follow()

    def _build_identity(self):
        """Controls that are always in sight: who publishes where, for how many, how often."""
        creators = [(one.name, key) for key, one in money.CREATORS.items()]
        platforms = [(_("the course's mix of rules"), COURSE)]
        platforms += [(_(one.name), key) for key, one in money.PLATFORMS.items()]
        self.creator = self._dropdown(_("creator"), creators, lambda key: self.plan.with_creator(key))
        self.platform = self._dropdown(_("platform"), platforms, lambda key: self.plan.with_platform(key))
        self.followers = self._dropdown(_("followers"), self._sizes(), lambda size: replace(self.plan, followers=size))
        self.videos = self._slider(_("videos a month"), VIDEOS, lambda videos: replace(self.plan, videos=videos))
        return self.creator, self.platform, self.followers, self.videos

    def _build_groups(self):
        """{key of GROUPS: its controls}; one group is in sight at a time."""
        import ipywidgets as w

        self.work = [
            self._slider(channel(name), (0, PARTS, 1), lambda part, i=i: self._with_work(i, part))
            for i, name in enumerate(money.CHANNELS)
        ]
        self.numbers = {
            name: self._slider(_(label), ends, lambda value, name=name: self._with(name, value))
            for name, (label, ends) in SLIDERS.items()
        }
        self.rent = self._slider(_("rent a month"), RENT, lambda rent: replace(self.plan, rent=rent))
        self.which = w.Dropdown(options=self._assumptions(), description=_("what"), layout=_WIDE, style=_LABEL)
        self.which.observe(lambda __: self._setting or self._follow(), "value")
        self.value = w.SelectionSlider(options=[0], description=_("your number"), layout=_WIDE, style=_LABEL)
        self._on(self.value, lambda value: self._with(self.which.value, value))
        self.text = w.Text(continuous_update=False, description=_("plan as text"), layout=_WIDE, style=_LABEL)
        self._on(self.text, Plan.of_text)
        self.upload = w.FileUpload(accept=".json", multiple=False, description=_("Open a plan"))
        self._on(self.upload, lambda files: Plan.of_json(_content(files)))
        self.download = w.HTML()
        safest = self._button(_("safest mix"), lambda: self._with_mix(best(self.plan).safest))
        richest = self._button(_("richest mix"), lambda: self._with_mix(best(self.plan).richest))
        back = self._button(_("back to the course's number"), lambda: self._with(self.which.value, None))
        return {
            "work": [*self.work, _row(safest, richest)],
            "prices": [self.numbers["course_price"], self.numbers["brand_per_1000"]],
            "costs": [self.numbers["video_cost"], self.numbers["fixed_costs"], self.rent],
            "assumptions": [self.which, self.value, _row(back)],
            "share": [self.text, _row(self.upload, self.download)],
        }

    def _slider(self, label, ends, change):
        import ipywidgets as w

        low, high, step = ends
        look = {"description": label, "readout_format": ",d", "layout": _WIDE, "style": _LABEL}
        return self._on(w.IntSlider(min=low, max=high, step=step, value=low, **look), change)

    def _dropdown(self, label, options, change):
        import ipywidgets as w

        return self._on(w.Dropdown(options=options, description=label, layout=_WIDE, style=_LABEL), change)

    def _button(self, label, change):
        import ipywidgets as w

        button = w.Button(description=label, layout=_NATURAL)
        button.on_click(lambda __: self._change(change))
        return button

    def _on(self, widget, change):
        """Let a control make the next plan of its value; a value set by the studio itself asks for none."""
        widget.observe(lambda event: self._setting or self._change(lambda: change(event.new)), "value")
        return widget

    def _change(self, change):
        """Go on to the plan that `change` returns; if there is none, say why, and stay."""
        try:
            self.plan = change()
        except ValueError as problem:
            words = html.escape(str(problem))
            self.problem.value = f'<p role="alert" style="margin: 4px 0; line-height: 1.4">{words}</p>'
            return
        self.problem.value = ""
        self._follow()

    def _follow(self):
        """Set every control from the plan, and show what comes of it."""
        self._setting = True
        try:
            self._set_controls()
        finally:
            self._setting = False
        self.answer.value = page.answer(self.plan, self.other)
        self.body.value = page.body(self.plan, self.other)
        self._follow_sources()

    def _set_controls(self):
        plan, rules = self.plan, self.plan.rules
        self.creator.value, self.platform.value = plan.creator, plan.platform
        if (sizes := self._sizes()) != self.followers.options:
            self.followers.options = sizes
        self.followers.value = plan.followers
        _move(self.videos, plan.videos)
        _move(self.rent, plan.rent)
        for widget, part in zip(self.work, plan.work, strict=True):
            widget.value = part
        for name, widget in self.numbers.items():
            _move(widget, round(getattr(rules, name)))
        if (known := self._assumptions()) != self.which.options:
            chosen = self.which.value
            self.which.options = known
            self.which.value = chosen if chosen in [key for __, key in known] else known[0][1]
        self._set_assumption()
        self.text.value = plan.text()
        words, data = html.escape(_("Save this plan as a file")), base64.b64encode(plan.json().encode()).decode()
        self.download.value = (
            f'<a download="plan.json" href="data:application/json;base64,{data}" style="padding: 0 8px">{words}</a>'
        )
        self.keep.description = _("Keep as plan A") if self.other is None else _("Forget plan A")

    def _sizes(self):
        """Numbers of followers to choose from; the plan's own is among them."""
        return tuple((f"{size:,}", size) for size in sorted({*FOLLOWERS, self.plan.followers}))

    def _ranges(self):
        """{name: (low, value, high)} of what is uncertain and has no control of its own, in the order of NUMBERS."""
        found = uncertain(replace(self.plan, numbers=()))
        return {name: found[name] for name in NUMBERS if name in found and name not in SLIDERS}

    def _assumptions(self):
        return tuple((name_of(name), name) for name in self._ranges())

    def _set_assumption(self):
        """The slider of the assumption that is chosen: its range with the course's number in it, and the one in use."""
        name = self.which.value
        low, value, high = self._ranges()[name]
        used = dict(self.plan.numbers).get(name, value)
        between = (np.geomspace if low > 0 else np.linspace)(low, high, POINTS)
        points = {*(_rounded(point) for point in between), value, used}
        options = tuple((written(name, point), point) for point in sorted(points))
        if options != self.value.options:
            self.value.options = options
        self.value.value = used

    def _with(self, name, value):
        """The plan with another number; None gives it back to the course."""
        return self.plan.with_numbers(**{name: value})

    def _with_work(self, i, value):
        return replace(self.plan, work=(*self.plan.work[:i], value, *self.plan.work[i + 1 :]))

    def _with_mix(self, shares):
        return replace(self.plan, work={name: round(PARTS * part) for name, part in shares.items()})

    def _keep_or_forget(self):
        self.other = self.plan if self.other is None else None
        self._follow()

    def _follow_group(self):
        for key, group in self.groups.items():
            group.layout.display = "flex" if key == self.group.value else "none"

    def _follow_sources(self):
        """The table of the numbers in use, if it is open; how many there are and how many are assumed, always."""
        rows = self.sources()
        assumed = sum(row.confidence == "assumption" for row in rows.rows)
        self.origins.description = _("Where the {n} numbers come from ({assumed} assumptions)").format(
            n=len(rows.rows), assumed=assumed
        )
        self.table.value = rows._repr_html_().replace("<details>", "<details open>") if self.origins.value else ""

    def _ipython_display_(self):
        if self.static:
            display({"text/plain": page.sentence(self.plan)}, raw=True)
            for picture in (page.months(self.plan), *page.reasons(self.plan)):
                data = {"image/svg+xml": picture.svg(), "text/plain": picture.alt}
                display(data, raw=True, metadata={"image/svg+xml": {"alt": picture.alt}})
            display(self.sources())
        else:
            view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
            display(
                {"application/vnd.jupyter.widget-view+json": view, "text/plain": page.sentence(self.plan)}, raw=True
            )
            screenreader.name_last_output(_("Monetization studio"))


def _rounded(value):
    """Three digits will do, and keep the text of a plan short."""
    return float(f"{value:.3g}")


def _row(*widgets):
    import ipywidgets as w

    return w.HBox(widgets, layout={"flex_flow": "row wrap"})


def _move(slider, value):
    """Set a slider, whose ends and step give way to a plan that lies beyond or between them."""
    slider.min, slider.max = min(slider.min, value), max(slider.max, value)
    if (value - slider.min) % slider.step:
        slider.step = 1  # or the browser would move the plan to the next step
    slider.value = value


def _content(files):
    """The bytes of the one file of a FileUpload: a tuple of dicts in ipywidgets 8, a dict of dicts in 7 (Colab)."""
    first = next(iter(files.values() if isinstance(files, dict) else files))
    return bytes(first["content"])
