"""What a creator uploads beside the video: a title, in English or Chinese or both, a tag, and a cover. All simulated.

A simulated video has a taste vector that no recommender may see. `catalogue` turns it into what one may: words that
say roughly what the video is about, and features of its cover as an image network would give them.
"""

import re
from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import rng, whole_number
from kml.core.words import _
from kml.platform import TOPICS, video_table

if TYPE_CHECKING:
    import pandas as pd

    from kml.platform import World

# A small knowledge graph: each topic and the concepts that belong to it, in English and Chinese
CONCEPTS = {
    "comedy": "sketch 小品, prank 恶作剧, parody 模仿, dialect 方言, office 职场, couple 情侣, puppy 小狗, magic 魔术",
    "daily life": "morning 早晨, commute 通勤, cleaning 打扫, shopping 购物, "
    "family 家人, village 乡村, dormitory 宿舍, market 集市",
    "music": "guitar 吉他, piano 钢琴, karaoke 翻唱, drums 架子鼓, folk 民谣, rap 说唱, opera 戏曲, violin 小提琴",
    "food": "noodles 面条, dumplings 饺子, hotpot 火锅, baking 烘焙, "
    "barbecue 烧烤, breakfast 早餐, tea 茶饮, dessert 甜品",
    "health": "sleep 睡眠, diet 饮食, posture 体态, teeth 牙齿, "
    "stress 压力, vitamins 维生素, eyesight 视力, massage 按摩",
    "games": "speedrun 速通, strategy 策略, puzzle 解谜, racing 赛车, "
    "chess 象棋, esports 电竞, retro 怀旧, sandbox 沙盒",
    "film": "trailer 预告, review 影评, classic 经典, animation 动画, "
    "documentary 纪录片, actor 演员, suspense 悬疑, soundtrack 配乐",
    "technology": "phones 手机, laptops 电脑, robots 机器人, cameras 相机, "
    "drones 无人机, chips 芯片, batteries 电池, headphones 耳机",
    "fitness": "squats 深蹲, yoga 瑜伽, running 跑步, abs 腹肌, "
    "stretching 拉伸, boxing 拳击, swimming 游泳, pushups 俯卧撑",
    "programming": "functions 函数, loops 循环, databases 数据库, websites 网页, "
    "algorithms 算法, recursion 递归, debugging 调试, statistics 统计",
    "beauty": "lipstick 口红, skincare 护肤, hairstyle 发型, nails 美甲, "
    "perfume 香水, eyeliner 眼线, sunscreen 防晒, makeover 换妆",
    "news": "weather 天气, traffic 交通, economy 经济, sports 体育, "
    "schools 学校, housing 房价, science 科学, culture 文化",
}
CONCEPTS = {topic: tuple(tuple(pair.split()) for pair in words.split(", ")) for topic, words in CONCEPTS.items()}
TITLES = (
    ("{} and {} in one minute", "一分钟看懂{}和{}"),
    ("{} and {}: three mistakes", "{}与{}的三个误区"),
    ("{} or {}? My answer", "{}还是{}？我的答案"),
    ("{} and {} for beginners", "{}和{}新手入门"),
    ("{} first, then {}", "先{}再{}"),
    ("what nobody tells you about {} and {}", "关于{}和{}你不知道的事"),
    ("{} meets {}", "当{}遇上{}"),
    ("my week with {} and {}", "我和{}、{}的一周"),
)
COVERS = 8  # features of a cover
COVER_NOISE = 0.35  # sd of what a cover shows beside the taste, whose entries have sd 0.35


def catalogue(world: "World", first: int = 0, seed: int = 0) -> "pd.DataFrame":
    """The world's video table with what else was uploaded: `title`, and `cover_0` … `cover_7`. A DataFrame.

    Simulated. A title names the two concepts of its topic that fit the video best; a third of the titles are English,
    a third Chinese, a third both. A cover is a random mixture of the taste plus as much noise. Only the rows of videos
    from `first` on are returned. A row depends on its own video, the seed, and the average taste of its topic.

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=10, videos=6))
    >>> table["title"].tolist()[1:3]
    ['一分钟看懂小品和恶作剧', 'speedrun and strategy in one minute | 一分钟看懂速通和策略']
    """
    first, seed = whole_number("first", first, 0, world.videos), whole_number("seed", seed)
    table = video_table(world).iloc[first:]
    words_rng, cover_rng = (rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    factors = len(world.video_taste)
    mixture = cover_rng.standard_normal((factors, COVERS)) / np.sqrt(factors)
    cover = world.video_taste.T @ mixture + COVER_NOISE * cover_rng.standard_normal((world.videos, COVERS))
    meanings = words_rng.standard_normal((len(TOPICS), len(CONCEPTS[TOPICS[0]]), factors))
    fits = np.empty((world.videos, meanings.shape[1]))
    for topic, meaning in enumerate(meanings):
        here = np.flatnonzero(world.video_topic == topic)
        if len(here):
            taste = world.video_taste[:, here]
            fits[here] = (meaning @ (taste - taste.mean(axis=1, keepdims=True))).T
    concepts = np.argsort(-fits[first:], axis=1, kind="stable")[:, :2]
    titles = [
        _title(tag, *two, video) for tag, two, video in zip(table["tag"], concepts, table["video_id"], strict=True)
    ]
    covers = {f"cover_{k}": cover[first:, k].astype(np.float32) for k in range(COVERS)}
    return table.assign(title=titles, **covers).reset_index(drop=True)


def _title(tag, first, second, video):
    english, chinese = TITLES[video // 3 % len(TITLES)]
    concepts = CONCEPTS[tag][first], CONCEPTS[tag][second]
    english, chinese = (words.format(*(names[k] for names in concepts)) for k, words in enumerate((english, chinese)))
    return (english, chinese, f"{english} | {chinese}")[video % 3]


def column(table, name):
    """The column of a catalogue as an array; a ValueError that says where to get one if it isn't there."""
    if name not in table:
        raise ValueError(
            _("table must have the column {name!r}: kml.recommenders.catalogue(world) makes such a table.").format(
                name=name
            )
        )
    return table[name].to_numpy()


def tokens(text: str) -> list[str]:
    """The words of a title: English words in lower case, and pairs of neighbouring characters of Chinese runs.

    Chinese is written without spaces; pairs of characters are the simple way to cut it (a single one stays itself).

    >>> from kml import recommenders
    >>> recommenders.tokens("Recursion and loops | 递归和循环")
    ['recursion', 'and', 'loops', '递归', '归和', '和循', '循环']
    """
    found = []
    for word in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.lower()):
        if word.isascii() or len(word) == 1:
            found.append(word)
        else:
            found.extend(word[k : k + 2] for k in range(len(word) - 1))
    return found
