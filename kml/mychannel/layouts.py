"""The exports that are known: what their columns are called, how they count, and how sure that is.

A layout is found by its names, in whatever order they stand. What is said of each was collected from public files,
parsers and notes on 2026-11-26; nothing was checked on a live account. Missing names are easily added: see a column's
own name in `Channel.columns`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from kml.core.words import N_, _
from kml.mychannel.cells import tidy

# What `Channel.videos` has, in order: name → what it is
VIDEO = {
    "title": N_("title of the video"),
    "published": N_("day, or day and time, of publishing, such as 2026-11-20"),
    "duration_s": N_("length in seconds"),
    "views": N_("views, as the platform counts them"),
    "impressions": N_("how often the cover was shown"),
    "watch_s": N_("mean seconds watched per view"),
    "completion": N_("share of views that reached the end: 0.35, or 35%"),
    "likes": N_("likes"),
    "comments": N_("comments"),
    "shares": N_("shares"),
    "saves": N_("saves to a list of favourites"),
    "follows": N_("new followers from this video"),
    "profile_enters": N_("visits to your profile from this video"),
    "revenue": N_("income from this video, without a currency sign"),
}
COUNTS = ("views", "impressions", "likes", "comments", "shares", "saves", "follows", "profile_enters")
# What is read to work out one of these: how it is said
HELPERS = {
    "id": N_("tells videos apart"),
    "date": N_("the day that the row is about"),
    "kind": N_("tells pictures from videos"),
    "watch_hours": N_("hours watched: gives the seconds per view"),
    "watched_share": N_("mean share watched: gives the seconds per view"),
    "net_follows": N_("new followers less those lost: stands in for new followers"),
}

# How sure a layout is
SURE = {
    "A": N_("a real exported file was read"),
    "B": N_("several independent programs agree on it"),
    "C": N_("one program or test file has it: it may be wrong"),
    "own": N_("the course's own"),
}


@dataclass(frozen=True)
class Layout:
    """One kind of export. `columns`: name in VIDEO or HELPERS → what the file may call it.

    `needed`: the names that tell this layout from all others. `known` columns are understood and not used. `bare` is
    what a share without a % sign means. `limit`: rows after which the platform cuts a list off, 0 if it does not.
    """

    platform: str
    file: str
    sure: str
    doubt: str
    columns: dict
    needed: tuple
    known: tuple = ()
    rows: str = "videos"
    bare: str = ""
    limit: int = 0

    def names(self):
        """{key of a name: what it is}; "" for what is known and not used."""
        used = {key(name): what for what, names in self.columns.items() for name in names}
        return {key(name): "" for name in self.known} | used


def key(name):
    """What is compared of a column's name: no case, no spaces, no quotation marks, no currency in brackets.

    >>> from kml.mychannel.layouts import key
    >>> key("Vi\\u00addeo\\u00adti\\u00adtel"), key("观看时长（小时）"), key("Estimated revenue (USD)")
    ('videotitel', '观看时长(小时)', 'estimatedrevenue')
    """
    plain = re.sub(r"[\s\"“”„'’]", "", tidy(name)).casefold()
    return re.sub(r"\([a-z]{3}\)$", "", plain)


def currency(name):
    """The currency that a column's name carries, "USD" of "Estimated revenue (USD)"; "" if none."""
    found = re.search(r"\(([A-Z]{3})\)$", tidy(name))
    return found[1] if found else ""


_YOUTUBE = {
    "id": ("Content", "Video", "Videos", "Contenido", "内容", "內容"),
    "title": ("Video title", "Videotitel", "Título del vídeo", "Título del video", "视频标题", "影片標題"),
    "published": (
        *("Video publish time", "Veröffentlichungszeitpunkt des Videos", "Hora de publicación del vídeo"),
        *("Tiempo de publicación del video", "视频发布时间", "影片發布時間"),
    ),
    "duration_s": ("Duration", "Dauer", "Duración", "時間長度"),
    "views": ("Views", "Video views", "Aufrufe", "Visualizaciones", "Vistas", "观看次数", "觀看次數"),
    "impressions": (
        *("Impressions", "Thumbnail impressions", "Impressionen", "Thumbnail-Impressionen", "Impresiones"),
        *("Impresiones de miniaturas", "展示次数"),
    ),
    "watch_s": (
        *("Average view duration", "Durchschnittliche Wiedergabedauer", "Duración media de las visualizaciones"),
    ),
    "watched_share": (
        *("Average percentage viewed (%)", "Average % viewed", "Durchschnittlich angesehen (%)"),
        *("Durchschnittliche Wiedergabedauer in Prozent (%)", "Porcentaje medio visto (%)"),
        "平均觀看比例 (%)",
    ),
    "watch_hours": (
        *("Watch time (hours)", "Wiedergabezeit (Stunden)", "Tiempo de visualización (horas)", "观看时长（小时）"),
        "Tiempo de reproducción (horas)",
    ),
    "likes": ("Likes", '"Mag ich"-Bewertungen'),
    "comments": ("Comments added", "Kommentare hinzugefügt", "已新增留言"),
    "shares": ("Shares", "Geteilte Inhalte"),
    "follows": ("Subscribers gained", "Gewonnene Abonnenten", "Suscriptores ganados", "獲得的訂閱人數"),
    "net_follows": ("Subscribers", "Abonnenten", "Suscriptores", "订阅人数"),
    "revenue": (
        *("Estimated revenue", "Your estimated revenue", "Geschätzter Umsatz", "Ingresos estimados", "估算收入"),
        "預估收益",
    ),
}
_YOUTUBE_KNOWN = (
    *("Thumbnail click-through rate (%)", "Impressions click-through rate (%)", "Klickrate der Impressionen (%)"),
    *("Thumbnail-Klickrate (%)", "Porcentaje de clics de las impresiones (%)", "展示点击率 (%)"),
    *(
        "Tasa de clics de las miniaturas (%)",
        "Tasa de clics de las impresiones (%)",
        "Dislikes",
        "Subscribers lost",
        "Verlorene Abonnenten",
        "流失的訂閱人數",
    ),
    *("RPM", "CPM", "Engaged views", "Visualizaciones interesadas", "互動觀看次數", "Unique viewers"),
    *("Usuarios únicos", "非重複觀眾人數", "New viewers", "Usuarios nuevos", "Returning viewers"),
    *("Usuarios recurrentes", "回訪的觀眾", "Stayed to watch (%)", "Se quedaron viendo (%)"),
    *("End screen element click rate (%)", "Card click rate (%)", "YouTube Premium views"),
)
_DOUYIN = {
    "title": ("作品名称",),
    "published": ("发布时间",),
    "kind": ("体裁",),
    "duration_s": ("作品时长",),
    "views": ("播放量",),
    "completion": ("完播率",),
    "watch_s": ("平均播放时长",),
    "likes": ("点赞量",),
    "comments": ("评论量",),
    "shares": ("分享量",),
    "saves": ("收藏量",),
    "profile_enters": ("主页访问量",),
    "follows": ("粉丝增量",),
}
# In Chinese the template's columns may be called so, too
_TEMPLATE_CHINESE = {
    "title": "标题",
    "published": "发布时间",
    "duration_s": "时长（秒）",
    "views": "播放量",
    "impressions": "曝光量",
    "watch_s": "平均播放时长（秒）",
    "completion": "完播率",
    "likes": "点赞量",
    "comments": "评论量",
    "shares": "分享量",
    "saves": "收藏量",
    "follows": "涨粉量",
    "profile_enters": "主页访问量",
    "revenue": "收入",
}

LAYOUTS = {
    "youtube": Layout(
        platform="YouTube",
        file="Table data.csv · Tabellendaten.csv · Datos de la tabla.csv · 表格数据.csv",
        sure="A",
        doubt=N_(
            "English and German were read in real files. Spanish and simplified Chinese rest on programs that read "
            "such files, traditional Chinese on one test file; no whole row of these was seen."
        ),
        columns=_YOUTUBE,
        needed=("id", "title", "views"),
        known=_YOUTUBE_KNOWN,
        bare="percent",
        limit=500,
    ),
    "youtube_days": Layout(
        platform="YouTube",
        file="Table data.csv (Date · Datum · Fecha · 日期)",
        sure="A",
        doubt=N_("English was read in a real file; the other languages' word for the date was not seen in one."),
        columns=_YOUTUBE | {"date": ("Date", "Datum", "Fecha", "日期"), "id": (), "title": ()},
        needed=("date", "views", "watch_hours"),
        known=_YOUTUBE_KNOWN,
        rows="days",
        bare="percent",
    ),
    "bilibili": Layout(
        platform=N_("Bilibili"),
        file="近期稿件对比.csv",
        sure="A",
        doubt=N_("Ten videos at most, and only the columns that you chose. Seconds watched are not in it."),
        columns={
            "title": ("视频标题",),
            "published": ("发布时间",),
            "views": ("播放量",),
            "likes": ("点赞量",),
            "comments": ("评论量",),
            "shares": ("转发量",),
            "saves": ("收藏量",),
            "follows": ("涨粉量",),
        },
        needed=("title", "views"),
        known=(
            *("游客播放占比", "粉丝观看率", "封标点击率", "粉丝点击率", "游客点击率", "3秒跳出率", "粉丝3秒跳出率"),
            *("游客3秒跳出率", "互动率", "粉丝互动率", "游客互动率", "播转粉率", "取关量", "点赞率", "评论率"),
            *("弹幕量", "弹幕率", "收藏率", "投币量", "投币率", "转发率", "平均播放进度"),
        ),
        limit=10,
    ),
    "douyin": Layout(
        platform=N_("Douyin"),
        file="作品列表.xlsx",
        sure="B",
        doubt=N_(
            "No raw file was seen. There is a second form with other columns in another order, which is read, too."
        ),
        columns=_DOUYIN,
        needed=("title", "views", "follows"),
        known=("审核状态", "发布状态", "5s完播率", "封面点击率", "2s跳出率"),
        bare="fraction",
    ),
    "xiaohongshu": Layout(
        platform=N_("Xiaohongshu"),
        file="笔记列表明细表.xlsx",
        sure="B",
        doubt=N_("No raw file was seen. Users report that a video's impressions (曝光) are not complete."),
        columns={
            "title": ("笔记标题",),
            "published": ("首次发布时间",),
            "kind": ("体裁",),
            "views": ("观看量",),
            "impressions": ("曝光",),
            "watch_s": ("人均观看时长",),
            "likes": ("点赞",),
            "comments": ("评论",),
            "shares": ("分享",),
            "saves": ("收藏",),
            "follows": ("涨粉",),
        },
        needed=("title", "views"),
        known=("封面点击率", "弹幕"),
        bare="fraction",
        limit=1000,
    ),
    "channels": Layout(
        platform=N_("WeChat Channels"),
        file="视频号助手 · 单篇视频.csv",
        sure="B",
        doubt=N_(
            "One program was checked with a live file, two more agree. Likes are 喜欢; 推荐, the heart, is left out."
        ),
        columns={
            "title": ("视频描述",),
            "id": ("视频ID",),
            "published": ("发布时间",),
            "completion": ("完播率",),
            "watch_s": ("平均播放时长",),
            "views": ("播放量",),
            "likes": ("喜欢",),
            "comments": ("评论量",),
            "shares": ("分享量",),
            "follows": ("关注量",),
        },
        needed=("title", "views"),
        known=(
            *("推荐", "转发聊天和朋友圈", "设为铃声", "设为状态", "设为朋友圈封面", "企微链接点击次数"),
            *("企微链接点击人数", "添加到通讯录次数", "添加到通讯录人数"),
        ),
    ),
    "kuaishou": Layout(
        platform=N_("Kuaishou"),
        file="快手作品列表明细",
        sure="C",
        doubt=N_(
            "No row of a header was found: the names are those of one program. A completion rate is read only with a % "
            "sign. Compare a few numbers with the app before you trust it."
        ),
        columns={
            "title": ("作品", "作品名称"),
            "published": ("发布时间",),
            "views": ("播放量",),
            "completion": ("完播率",),
            "likes": ("点赞量",),
            "comments": ("评论量",),
            "shares": ("分享量",),
            "saves": ("收藏量",),
            "follows": ("涨粉量",),
        },
        needed=("title", "views", "follows"),
        known=("封面点击率", "2s跳出率", "5s完播率"),
    ),
    "tiktok": Layout(
        platform="TikTok",
        file="Content.csv",
        sure="A",
        doubt=N_(
            "Read in English only. About 15 videos, not the newest, and days without a year; neither follows nor "
            "seconds watched."
        ),
        columns={
            "id": ("Video link",),
            "title": ("Video title",),
            "published": ("Post time",),
            "views": ("Total views",),
            "likes": ("Total likes",),
            "comments": ("Total comments",),
            "shares": ("Total shares",),
        },
        needed=("title", "views"),
        known=("Time",),
        limit=15,
    ),
    "tiktok_days": Layout(
        platform="TikTok",
        file="Overview.csv",
        sure="A",
        doubt=N_("Read in English only. A row a day, without a year; the last two days are often not yet complete."),
        columns={
            "date": ("Date",),
            "views": ("Video Views",),
            "profile_enters": ("Profile Views",),
            "likes": ("Likes",),
            "comments": ("Comments",),
            "shares": ("Shares",),
        },
        needed=("date", "views", "profile_enters"),
        rows="days",
    ),
    "template": Layout(
        platform=N_("your own table"),
        file="my_channel.csv",
        sure="own",
        doubt=N_("As good as what you fill in."),
        columns={name: (name, _TEMPLATE_CHINESE[name]) for name in VIDEO},
        needed=("title", "views"),
        bare="fraction",
    ),
}

# Other files of the same downloads, and what to take instead: names that they have
OTHERS = (
    (
        ("Video position (%)",),
        N_("This is YouTube's audience retention of one video; wanted is the table of all videos, Table data.csv."),
    ),
    *(
        (
            names,
            N_("This is the file of YouTube's chart: the table of the same download (Table data.csv) has all videos."),
        )
        for names in (
            ("Date", "Content", "Video title"),
            ("Datum", "Video", "Videotitel"),
            ("Fecha", "Contenido", "Título del vídeo"),
        )
    ),
    (
        ("Traffic source", "Views"),
        N_("This is YouTube's table of traffic sources: choose Content in place of it, and export again."),
    ),
    (
        ("Geography", "Views"),
        N_("This is YouTube's table of countries: choose Content in place of it, and export again."),
    ),
    (
        ("Video ID", "Privacy", "Video State"),
        N_("This is Google Takeout's list of videos, which has no views: export the table from YouTube Studio."),
    ),
    (
        ("Date", "Followers"),
        N_("This is TikTok's history of followers: Content.csv has the videos, Overview.csv the days."),
    ),
    (
        ("Date", "Total Viewers"),
        N_("This is TikTok's list of viewers: Content.csv has the videos, Overview.csv the days."),
    ),
    (
        ("Post ID", "Permalink", "Reach"),
        N_("This is an export of Meta's. It is not read yet: copy its columns into kml.mychannel.template(path)."),
    ),
    (("指标", "数值"), N_("This is a summary of an account: wanted is the list of its videos.")),
)

_KEYS = {name: layout.names() for name, layout in LAYOUTS.items()}
_ALL = {name for names in _KEYS.values() for name in names} | {key(name) for names, __ in OTHERS for name in names}
TOTALS = {"total", "totals", "gesamt", "总计", "總計", "合計", "合计", "累计"}


def familiar(cells):
    """How many different known names a row has."""
    return len(_ALL.intersection(map(key, cells)))


def columns_of(name):
    """{key of a column's name: what it is} of a layout."""
    return _KEYS[name]


def recognise(cells):
    """The name of the layout whose header these cells are; None if it is none of them."""
    here = set(map(key, cells))
    fits = {
        name: len(here & set(known))
        for name, known in _KEYS.items()
        if {known.get(column) for column in here}.issuperset(LAYOUTS[name].needed)
    }
    return max(fits, key=fits.get, default=None)


def instead(cells):
    """What to take in place of a file with this header, a sentence; "" for one that nobody knows."""
    here = set(map(key, cells))
    return next((_(said) for names, said in OTHERS if here.issuperset(map(key, names))), "")


def formats():
    """What `read` understands, a row for each kind of file: how sure that is, and what could not be verified.

    Nothing was checked on a live account (2026-11-26); public files, programs and notes were compared.

    >>> from kml import mychannel
    >>> mychannel.formats()["platform"].tolist()[:3]
    ['YouTube', 'YouTube', 'Bilibili']
    """
    rows = [(_(one.platform), one.file, _(SURE[one.sure]), _(one.doubt)) for one in LAYOUTS.values()]
    return pd.DataFrame(rows, columns=[_("platform"), _("file"), _("how sure"), _("what to know")])
