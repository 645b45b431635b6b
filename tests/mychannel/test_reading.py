"""Exports of every known layout are read, with the faults that real ones have; what is not understood is said."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kml import mychannel
from kml.core.words import spoken
from kml.mychannel.layouts import LAYOUTS, VIDEO, recognise

ENGLISH = """\
Content,Video title,Video publish time,Duration,Views,Watch time (hours),Average view duration,Subscribers,Thumbnail impressions,Thumbnail click-through rate (%),Estimated revenue (USD)
Total,,,,900,10.5,0:00:42,7,20000,4.1,3.5
aB3dEf6hIj9,"Loops, at last","Sep 20, 2026",120,600,8,0:00:48,9,15000,4.5,3.1
 -xYz0123456,Total,"Sep 2, 2026",95,300,2.5,0:00:30,-2,5000,0.86,0.4
kLmNoPqRsTu,Nobody came,"Aug 1, 2026",61,,,,,1,0,
"""  # noqa: E501
GERMAN = """\
Vi~deo,Vi~deo~ti~tel,Ver~öf~fent~li~chungs~zeit~punkt des Vi~de~os,Auf~ru~fe,Wie~der~ga~be~zeit (Stun~den),Abon~nen~ten,Im~pres~sio~nen,Klick~ra~te der Im~pres~sio~nen (%)
Ge~samt,,,1500,9.5,2,40000,3.2
aaaaaaaaaaa,\"\"\"Wörter\"\"\","Aug 19, 2026",1000,7.5,3,30000,4.2
bbbbbbbbbbb,Größe,"Aug 2, 2026",500,2,-1,10000,1.1
Die 500 be~sten Er~geb~nis~se wer~den an~ge~zeigt
""".replace("~", "\u00ad")  # noqa: E501
SPANISH = """\
Contenido,Título del vídeo,Hora de publicación del vídeo,Duración,Visualizaciones,Tiempo de visualización (horas),Suscriptores,Ingresos estimados (EUR),Impresiones,Porcentaje de clics de las impresiones (%)
Total,,,,10,0.1,0,0,100,2
ccccccccccc,Números,"Sep 3, 2026",50,10,0.1,0,0,100,2
"""  # noqa: E501
CHINESE = """\
内容,视频标题,视频发布时间,观看次数,观看时长（小时）,订阅人数,估算收入 (USD),展示次数,展示点击率 (%)
总计,,,40,1,1,0.2,900,3
ddddddddddd,循环,2026-09-03,40,1,1,0.2,900,3
"""
BILIBILI = """\
视频标题,发布时间,播放量,游客播放占比,封标点击率,3秒跳出率,涨粉量,播转粉率,取关量,点赞量,点赞率,评论量,弹幕量,收藏量,投币量,转发量,平均播放进度
第一课,2026年06月03日 16:41:25,124,100%,3.5星,55.9%,1,0.8%,0,3,2.4%,0,0,2,1,0,27%
第二课,2026年06月10日 08:00:00,1.2万,98%,2星,<0.1%,30,0.3%,2,400,3.3%,21,9,88,40,12,41%
"""
CHANNELS = """\
视频描述,视频ID,发布时间,完播率,平均播放时长,播放量,推荐,喜欢,评论量,分享量,关注量,转发聊天和朋友圈
第一课,export/UzFf1,2026/06/25,28.64%,10秒,406,2,5,1,0,3,1
第二课,export/UzFf2,46233,4.41%,14.73秒,90,1,2,0,0,0,0
"""
KUAISHOU = """\
作品名称,发布时间,播放量,完播率,点赞量,评论量,收藏量,分享量,涨粉量
第一课,2026-07-18 14:11:20,810,12.5%,6,1,3,--,2
"""
TIKTOK = """\
"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"
"November 20","Loops","https://www.tiktok.com/@nobody/video/7300000000000000001","July 16","31","2","undefined","900"
"November 20","","https://www.tiktok.com/@nobody/video/7300000000000000002","December 24","0","0","0","120"
"""
OVERVIEW = """\
"Date","Video Views","Profile Views","Likes","Comments","Shares"
"November 19","100","4","3","0","1"
"November 20","undefined","0","0","0","0"
"November 18","50","1","2","1","0"
"""
DOUYIN_HEADER = (
    "作品名称,发布时间,体裁,审核状态,播放量,完播率,5s完播率,封面点击率,2s跳出率,平均播放时长,"
    "点赞量,分享量,评论量,收藏量,主页访问量,粉丝增量"
)
DOUYIN = [
    DOUYIN_HEADER.split(","),
    [
        "第一课\n#编程",
        "2026-07-18 14:11:20",
        "1min-视频",
        "公开",
        "81",
        "0.0875",
        "0.375",
        "",
        "0.375",
        "9.53",
        "6",
        "0",
        "3",
        "0",
        "3",
        "-",
    ],
    ["图集", "2026-07-19 10:00:00", "图文", "公开", "40", "-", "-", "-", "-", "-", "2", "0", "0", "0", "0", "0"],
]
DOUYIN_OTHER = """\
作品名称,发布时间,体裁,发布状态,播放量,完播率,5s完播率,作品时长,2s跳出率,平均播放时长,点赞量,评论量,分享量,收藏量,主页访问量,粉丝增量
第一课,2026-07-18 14:11:20,视频,公开,81,0.0875,0.375,62,0.375,9.53,6,3,0,1,3,2
"""
RED_HEADER = "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕"
RED = [
    ["最多导出排序后前1000条笔记", *[None] * 12],
    RED_HEADER.split(","),
    ["早起", "2026年04月01日09时30分00秒", "视频", 5000, 800, 0.065, 40, 3, 22, 5, 2, 15.2, 0],
    ["", "2026年04月02日09时30分00秒", "视频", 900, 100, 0.05, 2, 0, 1, 0, 0, "12.5秒", 0],
]
TEMPLATE = "title,published,views,likes\nOne,2026-11-01,100,3\nTwo,2026-11-08,1.2K,-\n"


def same(values, expected):
    np.testing.assert_allclose(np.asarray(values, dtype=float), expected)


def about(warnings, text):
    return [said for said in warnings if text in said]


def test_youtube_in_english(put):
    channel = mychannel.read(put("Content 2026-08-01_2026-10-31 NOBODY/Table data.csv", ENGLISH))
    videos = channel.videos
    assert list(videos) == list(VIDEO)
    assert (channel.platform, channel.currency) == ("YouTube", "USD")
    assert videos["title"].tolist() == ["Loops, at last", "Total", "Nobody came"]  # a video may be called Total
    assert videos["published"].dt.strftime("%Y-%m-%d").tolist() == ["2026-09-20", "2026-09-02", "2026-08-01"]
    same(videos["duration_s"], [120, 95, 61])
    same(videos["views"], [600, 300, np.nan])
    same(videos["watch_s"], [48, 30, np.nan])
    same(videos["impressions"], [15000, 5000, 1])
    same(videos["follows"], [9, -2, np.nan])
    same(videos["revenue"], [3.1, 0.4, np.nan])
    assert videos["likes"].isna().all()
    assert channel.period == (pd.Timestamp("2026-08-01"), pd.Timestamp("2026-10-31"))
    assert about(channel.warnings, "net") and about(channel.warnings, "2026-08-01 to 2026-10-31")
    use = dict(zip(*(channel.columns.iloc[:, i] for i in (0, 2)), strict=True))
    assert use["Thumbnail click-through rate (%)"] == "known, not needed"
    assert len(channel.columns) == 11


def test_youtube_in_german_with_soft_hyphens_total_and_footer(put):
    channel = mychannel.read(put("Tabellendaten.csv", GERMAN))
    assert channel.videos["title"].tolist() == ['"Wörter"', "Größe"]
    same(channel.videos["watch_s"], [27, 14.4])
    same(channel.videos["follows"], [3, -1])
    assert about(channel.warnings, "Die 500 besten Ergebnisse")


def test_youtube_saved_again_by_a_german_excel(put):
    text = "Videos;Videotitel;Dauer;Aufrufe;Durchschnittlich angesehen (%)\nGesamt;;;1.300;\n"
    text += "a;Wörter;60;1.234;8,5\nb;Größe;60;66;110\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        videos = mychannel.read(put("Tabellendaten.csv", text.encode(encoding))).videos
        same(videos["views"], [1234, 66])
        same(videos["watch_s"], [5.1, 66])


@pytest.mark.parametrize("text", [SPANISH, CHINESE])
def test_youtube_in_spanish_and_chinese(put, text):
    channel = mychannel.read(put("table.csv", text))
    assert channel.platform == "YouTube" and len(channel.videos) == 1
    assert not [use for __, what, use in channel.found if use.startswith("not known")]
    assert channel.videos["published"].dt.month.tolist() == [9]
    assert channel.videos["impressions"].iloc[0] in (100, 900)


def test_youtube_by_day(put):
    text = "Date,Views,Watch time (hours),Average view duration,Estimated revenue (USD)\n"
    text += "Total,30,1,0:02:00,\n2026-11-02,10,.3,0:01:48,\n2026-11-01,20,.7,0:02:06,\n"
    channel = mychannel.read(put("Table data.csv", text))
    assert len(channel.videos) == 0
    assert channel.days["views"].tolist() == [20, 10]
    assert "2 days on YouTube" in channel.summary()
    assert channel.reach().isna().all(axis=None)


def test_a_zip_with_three_files_gives_its_table_and_its_period(put):
    chart = (
        "Date,Content,Video title,Video publish time,Duration,Views\n2026-09-20,aB3dEf6hIj9,Loops,2026-09-20,120,5\n"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Chart data.csv", chart)
        archive.writestr("Table data.csv", ENGLISH)
        archive.writestr("Totals.csv", "Date,Views\n2026-09-20,5\n")
    channel = mychannel.read(put("Content 2026-08-01_2026-10-31 NOBODY (1).zip", file.getvalue()))
    assert len(channel.videos) == 3
    assert channel.period[0] == pd.Timestamp("2026-08-01")
    with pytest.raises(ValueError, match="This is the file of YouTube's chart"):
        mychannel.read(put("alone/Chart data.csv", chart))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_bilibili_in_every_encoding(put, encoding):
    channel = mychannel.read(put("近期稿件对比.csv", BILIBILI.encode(encoding)))
    videos = channel.videos
    assert channel.platform == "Bilibili"
    assert videos["title"].tolist() == ["第一课", "第二课"]
    same(videos["views"], [124, 12000])
    same(videos[["likes", "comments", "shares", "saves", "follows"]].iloc[1], [400, 21, 12, 88, 30])
    assert str(videos["published"].iloc[0]) == "2026-06-03 16:41:25"
    assert videos["completion"].isna().all()  # 平均播放进度 is how far, not how many to the end


def test_douyin_as_a_workbook_whatever_it_is_called(put, workbook):
    for name in ("作品列表.xlsx", "data.CSV"):
        channel = mychannel.read(put(name, workbook(DOUYIN)))
        videos = channel.videos
        assert (channel.platform, videos["title"].tolist()) == ("Douyin", ["第一课 #编程"])
        same(
            videos[["views", "completion", "watch_s", "likes", "shares", "comments", "profile_enters"]].iloc[0],
            [81, 0.0875, 9.53, 6, 0, 3, 3],
        )
        assert np.isnan(videos["follows"].iloc[0])
        assert about(channel.warnings, "1 post of pictures")


def test_douyin_in_its_other_order(put):
    videos = mychannel.read(put("作品列表.csv", DOUYIN_OTHER)).videos
    same(videos[["duration_s", "completion", "comments", "shares", "follows"]].iloc[0], [62, 0.0875, 3, 0, 2])


@pytest.mark.parametrize("repeated", [False, True])
def test_xiaohongshu_with_a_banner_above_its_header(put, workbook, repeated):
    banner = [RED[0][0]] * 13 if repeated else RED[0]
    channel = mychannel.read(put("笔记列表明细表 (1).xlsx", workbook([banner, *RED[1:]])))
    videos = channel.videos
    assert (channel.platform, videos["title"].tolist()) == ("Xiaohongshu", ["早起", ""])
    same(videos["watch_s"], [15.2, 12.5])
    same(videos[["impressions", "views", "likes", "saves", "follows", "shares"]].iloc[0], [5000, 800, 40, 22, 5, 2])


def test_channels_count_the_thumb_as_a_like(put):
    channel = mychannel.read(put("视频号.csv", CHANNELS.encode("utf-8-sig")))
    same(channel.videos["likes"], [5, 2])
    same(channel.videos["completion"], [0.2864, 0.0441])
    same(channel.videos["watch_s"], [10, 14.73])
    assert channel.videos["published"].dt.strftime("%Y-%m-%d").tolist() == ["2026-06-25", "2026-07-30"]


def test_kuaishou(put):
    channel = mychannel.read(put("快手.csv", KUAISHOU))
    assert channel.platform == "Kuaishou"
    same(channel.videos[["views", "completion", "saves", "follows"]].iloc[0], [810, 0.125, 3, 2])
    assert np.isnan(channel.videos["shares"].iloc[0])
    bare = mychannel.read(put("bare.csv", KUAISHOU.replace("12.5%", "12.5")))
    assert bare.videos["completion"].isna().all()
    assert about(bare.warnings, "完播率") and ("完播率", "", "could not be read") in bare.found


def test_tiktok_needs_the_day_of_the_export(put):
    path = put("Content.csv", TIKTOK.encode("utf-8-sig"))
    with pytest.raises(ValueError, match=r"Post time.*no year.*export_date="):
        mychannel.read(path)
    with pytest.raises(ValueError, match=r"export_date must be a day such as .*'soon'"):
        mychannel.read(path, export_date="soon")
    channel = mychannel.read(path, export_date="2026-11-20")
    assert channel.videos["published"].astype(str).tolist() == ["2026-07-16", "2025-12-24"]
    same(channel.videos["shares"], [np.nan, 0])


def test_tiktok_videos_and_days_of_one_folder(put):
    put("tiktok/Content.csv", TIKTOK.encode("utf-8-sig"))
    folder = put("tiktok/Overview.csv", OVERVIEW.encode("utf-8-sig")).parent
    channel = mychannel.read(folder, export_date="2026-11-20")
    assert len(channel.videos) == 2
    assert channel.days["views"].dropna().tolist() == [50, 100]
    rates = channel.rates()
    assert rates.loc["likes", ["events", "views"]].tolist() == [31, 1020]  # of the videos
    assert rates.loc["profile_enters", ["events", "views"]].tolist() == [5, 150]  # only the days have it


def test_every_layout_is_told_from_every_other():
    for name, layout in LAYOUTS.items():
        header = [names[0] for names in layout.columns.values() if names]
        assert recognise(header) == name
        assert recognise(header[::-1]) == name


def test_the_template_is_read_and_its_example_reads_itself(put, tmp_path):
    channel = mychannel.read(put("mine.csv", TEMPLATE))
    same(channel.videos["views"], [100, 1200])
    same(channel.videos["likes"], [3, np.nan])
    table = mychannel.template(tmp_path / "new.csv")
    assert list(table.index) == list(VIDEO)
    example = mychannel.read(tmp_path / "new.csv")
    assert example.found and all(what for __, what, __ in example.found)
    same(example.videos[["views", "completion", "watch_s"]].iloc[0], [1234, 0.12, 21.5])
    with pytest.raises(ValueError, match="There is a file"):
        mychannel.template(tmp_path / "new.csv")
    chinese = ",".join(names[1] for names in LAYOUTS["template"].columns.values())
    assert list(mychannel.read(put("zh.csv", f"{chinese}\n一,2026-11-20,90,5,,,,,,,,,,\n")).videos["views"]) == [5]


def test_joined_files_repeat_headers_videos_and_columns(put):
    header, one = "title,views,published,views,???\n", "One,1,2026-01-01,9,x\n"
    text = f"{header}{one}{header}\n{one}Two,2,2026-01-02,9,x\n"
    channel = mychannel.read(put("joined.csv", text))
    same(channel.videos["views"], [1, 2])
    assert about(channel.warnings, "1 video stood there twice")
    assert [use for __, __, use in channel.found][3:] == [
        "a second column of this kind, left out",
        "not known, left out",
    ]


def test_long_ids_stay_whole_and_rounded_ones_do_not_merge_videos(put):
    text = CHANNELS.replace("export/UzFf1", "17900000000000001").replace("export/UzFf2", "17900000000000002")
    assert len(mychannel.read(put("whole.csv", text)).videos) == 2
    text = CHANNELS.replace("export/UzFf1", "1.79E+16").replace("export/UzFf2", "1.79E+16")
    assert len(mychannel.read(put("rounded.csv", text)).videos) == 2


def test_rows_that_an_unquoted_comma_has_shifted_are_left_out(put):
    channel = mychannel.read(put("mine.csv", "title,views\nOne, two, 3,4\nFive,5\n"))
    same(channel.videos["views"], [5])
    assert about(channel.warnings, "1 row has more cells")


def test_a_list_that_is_cut_off_is_said(put):
    rows = "".join(f'id{i},Video {i},"Sep 1, 2026",10,7\n' for i in range(500))
    text = "Content,Video title,Video publish time,Duration,Views\nTotal,,,,7000\n" + rows
    warnings = mychannel.read(put("Table data.csv", text)).warnings
    assert about(warnings, "500 videos") and about(warnings, "50% of the channel's views")


def test_counts_below_zero_are_none(put):
    channel = mychannel.read(put("mine.csv", "title,views,likes\nOne,10,-1\nTwo,20,3\n"))
    same(channel.videos["likes"], [np.nan, 3])
    assert about(channel.warnings, "'likes' has counts below 0")


def test_a_column_that_cannot_be_read_is_named(put):
    channel = mychannel.read(put("mine.csv", "title,views,likes\nOne,10,lots\nTwo,x,3\n"))
    assert about(channel.warnings, "'likes': 1 cell could not be read and counts as missing ('lots')")
    with pytest.raises(ValueError, match=r"Column 'watch_s': '8\.5' and '8,5'"):
        mychannel.read(put("marks.csv", 'title,views,watch_s\nOne,10,8.5\nTwo,10,"8,5"\n'))
    with pytest.raises(ValueError, match=r"Column 'published': The date '08-05-2020'"):
        mychannel.read(put("date.csv", "title,views,published\nOne,10,08-05-2020\n"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.csv", b"", "'no.csv' is empty"),
        (
            "a.csv",
            b"name,age\nAnn,3\n",
            r"a.csv is no list of videos that kml knows. Its columns: name, age. Wanted is",
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0 and more", "old Excel file"),
        ("page.csv", b"<html><table>", "is no table but a PDF, a web page or JSON"),
        ("data.json", b'{"Post": {}}', "is no table but a PDF, a web page or JSON"),
        ("bytes.csv", bytes(range(256)) * 4, "is no text in UTF-8, UTF-16 or GB18030"),
        ("cut.xlsx", b"PK\x03\x04 cut off", "damaged or locked"),
        ("lost.csv", b"????,????,???\n1,2,3\n", "characters were lost"),
        ("head.csv", b"title,views\n", "no video below it"),
        ("fans.csv", b'"Date","Followers","Difference"\n', "TikTok's history of followers"),
        ("hold.csv", b"Video position (%),Absolute audience retention (%)\n0,100\n", "audience retention of one video"),
    ],
)
def test_a_wrong_file_gets_a_sentence(put, name, content, said):
    with pytest.raises(ValueError, match=said):
        mychannel.read(put(name, content))


def test_a_wrong_place_gets_a_sentence(tmp_path, put):
    with pytest.raises(ValueError, match="There is no file"):
        mychannel.read(tmp_path / "nowhere.csv")
    with pytest.raises(ValueError, match="has no file that ends in"):
        mychannel.read(tmp_path)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.docx", "dear")
    with pytest.raises(ValueError, match="a zip without a table"):
        mychannel.read(put("other.zip", file.getvalue()))


def test_a_workbook_that_is_broken_gets_a_sentence(put, workbook):
    file = io.BytesIO(workbook(DOUYIN))
    broken = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(broken, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    with pytest.raises(ValueError, match="The workbook cannot be read"):
        mychannel.read(put("broken.xlsx", broken.getvalue()))


EXPORTS = [ENGLISH, GERMAN, BILIBILI, CHANNELS, KUAISHOU, TIKTOK, OVERVIEW, TEMPLATE]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXPORTS), st.data())
def test_whatever_is_wrong_with_a_file_it_is_read_or_answered_with_a_sentence(put, text, data):
    whole = text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])), errors="replace")
    at = data.draw(st.integers(0, len(whole)))
    cut = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 12)) :]
    path = put("broken.csv", cut)
    try:
        channel = mychannel.read(path, export_date="2026-11-20")
    except ValueError as error:
        assert len(str(error)) > 12
    else:
        rates = channel.rates()
        assert ((rates["low"] <= rates["own"]) & (rates["own"] <= rates["high"]) | rates["own"].isna()).all()
        assert channel.reach().shape == (3, 3)
        assert channel.summary()
        assert channel._repr_html_()


@given(st.binary(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_it(put, content):
    with pytest.raises(ValueError, match=r".{12}"):
        mychannel.read(put("any.xlsx", content))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_workbook_stops_it(put, workbook, data):
    whole = workbook(DOUYIN)
    at = data.draw(st.integers(0, len(whole)))
    path = put("broken.xlsx", whole[:at] + data.draw(st.binary(min_size=1, max_size=6)) + whole[at + 3 :])
    try:
        assert len(mychannel.read(path).videos) == 1
    except ValueError as error:
        assert len(str(error)) > 12


def test_what_is_said_is_in_the_language_in_use(put):
    path = put("Table data.csv", ENGLISH)
    with spoken("zh"):
        channel = mychannel.read(path)
        assert "视频" in channel.summary()
        assert "views" not in "".join(channel.warnings)
        assert mychannel.formats().columns[0] == "平台"
