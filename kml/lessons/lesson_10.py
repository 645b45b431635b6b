"""Lesson 10, trust: the figures, the texts and pictures that they compare, and how its tables are called."""

import html
import zlib

import numpy as np

from kml import behaviour, metrics, platform, trust
from kml.core.look import COLOURS
from kml.core.words import N_, NP_, SOURCE, _, language, ngettext, pgettext
from kml.core.words import listed as listed  # for the cells
from kml.course.showing.glossary import BESIDE
from kml.lessons.lesson_06 import appeal
from kml.lessons.wording import Words
from kml.personas import CREATORS
from kml.recommenders import CONCEPTS

PRIME = 2**31 - 1  # products of two numbers below it fit an int64
_WORDS = Words(
    {
        "meaning of fair": trust.CONSTRAINTS,
        "recommender": (
            NP_("recommender", "random"),
            NP_("recommender", "popularity"),
            NP_("recommender", "item-item"),
            NP_("recommender", "factors"),
            NP_("recommender", "content"),
            NP_("recommender", "oracle"),
            NP_("recommender", "factors + content"),
            NP_("recommender", "two places kept"),
        ),
        "measure of lists": (NP_("measure of lists", "would play"),),
        "text": (
            NP_("text", "original"),
            NP_("text", "copy, every 12th word changed"),
            NP_("text", "copy, sentences in another order"),
            NP_("text", "copy, only the first half"),
            NP_("text", "translated into another language"),
            NP_("text", "another creator, same topic"),
        ),
        "what rules ask": {
            "credential": NP_("what rules ask", "a credential is asked for"),
            "goods": NP_("what rules ask", "art. 8 bars a link to goods"),
            "health food": NP_("what rules ask", "art. 8 bars a link to health food"),
        },
        "likeness of texts": (
            NP_("likeness of texts", "exact"),
            NP_("likeness of texts", "from 256 numbers"),
        ),
        None: {topic: topic for topic in platform.TOPICS}
        | {key: me.english for key, me in CREATORS.items()}
        | {"threshold": N_("threshold")},
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too

_BARS = ({"color": COLOURS.blue}, {"color": COLOURS.orange, "hatch": "//", "edgecolor": "white"})


def _two_kinds(ax, values, group, names):
    """Bars of the established and, hatched, of the newcomers."""
    places = np.arange(len(values))
    for kind, style, label in zip((~group, group), _BARS, (_("established"), _("newcomer")), strict=True):
        ax.bar(places[kind], values[kind], label=label, **style)
    ax.set(xticks=places, xticklabels=names, ylim=(0, 1.05))
    ax.grid(False, axis="x")


def draw_attention(axes, merit, seen, group):
    """Relevance beside attention, a bar for each video."""
    names = list("ABCDEFGHIJ"[: len(merit)])
    _two_kinds(axes[0], merit, group, names)
    _two_kinds(axes[1], seen, group, names)
    axes[0].set(title=_("an example: what they deserve"), ylabel=_("relevance"), xlabel=_("video"))
    axes[1].set(title=_("what they get"), ylabel=_("attention"), xlabel=_("video"))
    axes[1].legend(loc="upper right")


MERITS = {
    N_("a little less relevant"): np.linspace(0.82, 0.73, 10),
    N_("much less relevant"): np.concatenate([np.linspace(0.90, 0.80, 5), np.linspace(0.58, 0.48, 5)]),
}

NEWCOMERS = np.arange(10) >= 5
STEPS = np.arange(21) / 20


def meanings():
    """The meanings of fair, for the slider: {what the learner reads: one of trust.CONSTRAINTS}."""
    return {said(constraint): constraint for constraint in trust.CONSTRAINTS}


def distances():
    """How far the newcomers' relevance lies below, for the slider: {what the learner reads: key of MERITS}."""
    return {_(name): name for name in MERITS}


def solutions():
    """What the slider shows, computed once: {(merits, constraint): rows of (attention (10,), ratio, lost)} by STEPS."""
    found = {}
    for name, merit in MERITS.items():
        for constraint in trust.CONSTRAINTS:
            rows = []
            for step in STEPS:
                P = trust.fair_ranking(merit, NEWCOMERS, constraint, step)
                seen = trust.exposure(P)
                ratio = trust.fairness(seen, merit, NEWCOMERS)[constraint]
                rows.append((seen, ratio, 100 * max(0.0, trust.price_of_fairness(P, merit))))
            found[name, constraint] = rows
    return found


def draw_fairness(found):
    """The slider's drawing: attention of ten videos, and what fairness costs."""

    def draw(axes, fairness=0.5, constraint="parity", newcomers="a little less relevant"):
        rows = found[newcomers, constraint]
        seen, ratio, lost = rows[int(np.argmin(np.abs(STEPS - fairness)))]
        _two_kinds(axes[0], seen, NEWCOMERS, list("ABCDEFGHIJ"))
        axes[0].set(xlabel=_("video, most relevant first"), ylabel=_("attention"), title=_("an example: ten videos"))
        axes[0].legend(loc="upper right")
        price, fair = np.array([row[2] for row in rows]), np.array([row[1] for row in rows])
        axes[1].plot(price, fair, "o-", color=COLOURS.blue, ms=4, label=_("all places of the slider"))
        axes[1].plot(lost, ratio, "*", color=COLOURS.orange, ms=16, label=_("this place"))
        axes[1].axhline(1, color=COLOURS.grey, linestyle=":", label=_("fair by this measure"))
        widest = max(1.0, 1.1 * price.max())
        axes[1].set(xlim=(-0.04 * widest, widest), ylim=(0, 1.2), title=_("the price"))
        ratios = _("newcomers to others: {meaning}").format(meaning=said(constraint))
        axes[1].set(xlabel=_("relevance lost (%)"), ylabel=ratios)
        axes[1].legend(loc="lower right")
        return _("Newcomers to others by {meaning}: {ratio:.2f}. Viewers lose {lost:.1f} % of the relevance.").format(
            meaning=said(constraint), ratio=ratio, lost=lost
        )

    return draw


def keep_places(lists, content, viewers, fresh):
    """The same lists (b, k), but with places 5 and 7 kept for the two `fresh` videos that `content` likes best."""
    (ids,) = np.nonzero(fresh)
    best = ids[np.argsort(-content.score(viewers)[:, ids], axis=1, kind="stable")[:, :2]]
    return np.insert(lists, [4, 5], best, axis=1)[:, : lists.shape[1]]


def deciles(seen, merit):
    """Share of all attention that each tenth of the videos gets, (10,), the least deserving tenth first."""
    tenths = np.array_split(np.argsort(merit, kind="stable"), 10)
    return np.array([seen[tenth].sum() for tenth in tenths]) / seen.sum()


def draw_deciles(ax, shares, merit):
    """Attention by tenths of merit, a line for each recommender; bars: what the tenth would get by its merit."""
    x = np.arange(1, 11)
    ax.bar(x, 100 * deciles(merit, merit), color="#D9D9D9", edgecolor=COLOURS.grey, label=_("its share of all merit"))
    for (name, share), marker in zip(shares.items(), "os^D", strict=False):
        ax.plot(x, 100 * share, marker=marker, ms=5, label=said(name))
    ax.set(
        xticks=x, xlabel=_("tenths of the videos, the least deserving first"), ylabel=_("share of the attention (%)")
    )
    ax.set(title=_("simulated"), ylim=(0, 100))
    ax.legend(loc="upper left")


THRESHOLDS = np.round(np.arange(0, 6.01, 0.1), 1)

REVIEW = 0.1  # cost of reading one appeal, in wrong removals


def draw_moderation(score, harmful):
    """The slider's drawing: precision and recall by threshold, and who pays what."""

    def draw(axes, threshold=2.5, miss=5, appeal=0.3):
        table = trust.moderation_costs(score, harmful, THRESHOLDS, miss, 1, appeal, REVIEW)
        row = table.iloc[int(np.argmin(np.abs(THRESHOLDS - threshold)))]
        axes[0].plot(THRESHOLDS, table["recall"], "-", color=COLOURS.blue, label=_("recall: found, of the harmful"))
        axes[0].plot(
            THRESHOLDS, table["precision"], "--", color=COLOURS.orange, label=_("precision: harmful, of the removed")
        )
        axes[0].set(
            ylim=(0, 1.3),
            yticks=np.arange(6) / 5,
            xlabel=_("threshold"),
            ylabel=_("share"),
            title=_("simulated uploads"),
        )
        for name, label, colour, dashes in (
            ("viewers", _("viewers pay"), COLOURS.blue, "-"),
            ("creators", _("creators pay"), COLOURS.orange, "--"),
            ("platform", _("the platform pays"), COLOURS.green, "-."),
            ("total", _("all together"), COLOURS.black, ":"),
        ):
            axes[1].plot(THRESHOLDS, table[name], dashes, color=colour, label=label)
        axes[1].set(
            ylim=(0, 6000), xlabel=_("threshold"), ylabel=_("cost, in wrong removals"), title=_("who pays (simulated)")
        )
        for ax in axes:
            ax.axvline(threshold, color=COLOURS.grey, lw=1)
        axes[0].legend(loc="upper right")
        axes[1].legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)  # below: no slider's curves pass there
        cheapest = THRESHOLDS[int(np.argmin(table["total"]))]
        return _(
            "Threshold {threshold:.1f}: {recall:.0%} of the harmful are found, {precision:.0%} of the "
            "removed were harmful. Viewers pay {viewers:,.0f}, creators {creators:,.0f}, the platform "
            "{platform:,.0f}. Cheapest for all together: {cheapest:.1f}."
        ).format(
            threshold=threshold,
            recall=row["recall"],
            precision=row["precision"],
            viewers=row["viewers"],
            creators=row["creators"],
            platform=row["platform"],
            cheapest=cheapest,
        )

    return draw


_SCRIPT = (  # in the languages of _WRITTEN, as CONCEPTS are
    ("today we look at {0} and I promise it is easier than it sounds", "今天我们来聊聊{0}，我保证比听上去简单得多"),
    ("most people begin with {1} and give up after a week", "很多人从{1}开始学，坚持不到一个星期就放弃了"),
    ("that is a pity because {2} needs only ten minutes a day", "太可惜了，因为{2}每天只要花上十分钟就够了"),
    ("first write down what you want to reach with {0}", "先拿纸笔写下来，你想靠{0}做到什么"),
    ("then do {3} slowly until it feels boring", "然后慢慢做{3}，做到觉得无聊为止"),
    ("the mistake that I made myself was to hurry {4}", "我自己踩过的坑，就是在{4}上太心急"),
    ("if you take one thing from this video let it be {5}", "这个视频要是只记一件事，就记住{5}"),
    ("next time we compare {6} with {7} and look at the results", "下期我们比一比{6}和{7}，看看结果"),
)

_OTHER_WORDS = (
    ("I have three short answers to your letters about {0}", "评论区问{0}的，我简单回答三点"),
    ("no expensive equipment will ever replace a little {1}", "再贵的设备，也顶不上一点点{1}"),
    ("my grandmother knew {2} better than any book", "论{2}，我外婆比哪本书都懂"),
    ("some say {3} is out of fashion but the numbers disagree", "有人说{3}过时了，可数据不同意"),
    ("try {4} on a quiet evening and tell me what you found", "找个安静的晚上试试{4}，再来告诉我有什么发现"),
    ("whoever is afraid of {5} should begin with {6}", "怕{5}的人，不妨从{6}入手"),
    ("thank you for staying and greetings from {7}", "谢谢看到最后的你，{7}给你问好"),
)


def _words(text):
    """About as much Chinese as words are long: its words have no space between them, and most are two characters."""
    return [text[k : k + 2] for k in range(0, len(text), 2)]


# language: what stands between sentences, words of a text, what stands between them, what a copy puts in their place
_WRITTEN = {SOURCE: (". ", str.split, " ", "really"), BESIDE: ("。", _words, "", "真的")}


def numbered(texts):
    """The different shingles of each text as whole numbers below PRIME, {name: array}: a checksum of their letters."""
    return {
        name: np.unique([zlib.crc32(shingle.encode()) % PRIME for shingle in trust.shingles(text)])
        for name, text in texts.items()
    }


def transcripts(topic):
    """What is said in six videos about a topic, {name: text}: an original, copies of it, and others. Simulated.

    In the language in use if it is one of the two in which they are written, else in English; the translation is into
    the other one.
    """
    own = language() if language() in _WRITTEN else SOURCE
    other = next(name for name in _WRITTEN if name != own)

    def lines(script, name):
        place = list(_WRITTEN).index(name)
        concepts = [pair[place] for pair in CONCEPTS[topic]]
        return [line[place].format(*concepts) for line in script]

    stop, cut, glue, instead = _WRITTEN[own]
    said_lines = lines(_SCRIPT, own)
    original = stop.join(said_lines)
    reworded = [(instead if k % 12 == 7 else word) for k, word in enumerate(cut(original))]
    return {
        "original": original,
        "copy, every 12th word changed": glue.join(reworded),
        "copy, sentences in another order": stop.join(said_lines[5:] + said_lines[:5]),
        "copy, only the first half": stop.join(said_lines[:4]),
        "translated into another language": _WRITTEN[other][0].join(lines(_SCRIPT, other)),
        "another creator, same topic": stop.join(lines(_OTHER_WORDS, own)),
    }


def hash_functions(count, seed=0):
    """Coefficients (a, b) of `count` hash functions (a·x + b) mod PRIME."""
    rng = np.random.default_rng(seed)
    return rng.integers(1, PRIME, size=count), rng.integers(0, PRIME, size=count)


def draw_frames(axes, frames):
    """Pictures with their distance from the first: {what was done: (picture, bits)}, named as in `trust.altered`."""
    for ax, (name, (picture, bits)) in zip(axes.ravel(), frames.items(), strict=True):
        ax.imshow(np.asarray(picture))
        differ = ngettext("{bits} of 64 bits differs", "{bits} of 64 bits differ", bits).format(bits=bits)
        ax.set_title(f"{_(name)}\n{differ}", fontsize=9)
        ax.axis("off")


_HEAD = (N_("key, and whom it binds"), N_("what it says"))
_LEFT = ' style="text-align: left; vertical-align: top"'
_INNER = str.maketrans("“”", "‘’")  # quotation marks within quotation marks
_WRAPS = ' style="text-align: left; overflow-wrap: anywhere"'  # addresses, too


class RulesTable:
    """What `kml.published.laws` gives, as a table for a notebook: whom it binds, its own words, ours, the sources."""

    def __init__(self, laws):
        self.laws = laws

    def _rows(self):
        """(key, whom it binds and where, since when, document and article, quote, our words, source) of each rule."""
        for key, row in self.laws.iterrows():
            binds = pgettext("whom a rule binds, and where", "{whom}, {place}").format(
                whom=_(row.binds), place=_(row.place)
            )
            document = " · ".join(part for part in (row.title, row.number, row.article) if part)
            quote = row.quote or _("its own words were not read")
            source = _("{body}. Read in: {source}, {date}").format(body=row.body, source=row.source, date=row.date)
            if row.official:
                source = _("{source}. Official text: {address}").format(source=source, address=row.official)
            yield key, binds, row.since, document, quote, row.ours, source

    def _repr_html_(self):
        lines = ["".join(f"<th{_LEFT}>{_(name)}</th>" for name in _HEAD)]
        for row, own_words in zip(self._rows(), self.laws.quote, strict=True):
            key, binds, since, document, quote, ours, source = (html.escape(text, quote=False) for text in row)
            if own_words:
                quote = f"<q>{quote.translate(_INNER)}</q>"
            who = f"{key}<br><small>{binds}<br>{since.replace('-', '&#8209;')}</small>"
            text = f"<b>{document}</b><br>{quote}<br>{ours}<br><small>{source}</small>"
            lines.append(f"<th{_LEFT}>{who}</th><td{_WRAPS}>{text}</td>")
        return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"

    def __repr__(self):
        return "\n".join(
            f"{key} ({binds}, {since}): {document}: {quote} {ours} [{source}]"
            for key, binds, since, document, quote, ours, source in self._rows()
        )


def best_lists(world, quality, k=20):
    """The k videos with the best taste plus `quality` times quality for each viewer, ids (viewers, k): knows all."""
    b = behaviour.DEFAULT
    fit = behaviour.affinity(world.viewer_taste[:, :, None], world.video_taste[:, None, :])
    score = b.affinity_sd * fit + quality * b.quality_sd * world.video_quality
    return np.argsort(-score, axis=1, kind="stable")[:, :k]


def watched(world, viewers, lists, seed=0):
    """(share of valid plays, mean seconds) if the viewers (b,) were shown their lists (b, k) today. Simulated."""
    seconds = (world.video_duration_ms[lists] / 1000).ravel()
    play = behaviour.watch_time(appeal(world, viewers[:, None], lists).ravel(), seconds, seed)
    return float(metrics.valid_play(play, seconds).mean()), float(play.mean())
