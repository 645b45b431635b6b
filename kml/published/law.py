"""Rules that bind a knowledge creator or the platform: title, number, body, article, words, and where we read them.

`quote` is the rule in its own words, as the source that is named has them; `ours` says the same in ours, so it is no
official translation. What we could not read is left empty. A reading for a course, **no legal advice**: it is not
complete, rules change, and what binds you is for a lawyer to say. Read on 2026-11-26.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kml.core.arguments import choice
from kml.core.words import N_, NP_, _

PLACES = (N_("China"), N_("EU"), N_("US"), "elsewhere")
BOUND = (N_("creator"), N_("platform"))

# What the videos are about. The first four are those that Chinese rules name when they ask for a credential; "health"
# is fitness, food and sleep without medicine.
FIELDS = ("medicine", "finance", "law", "education", "health", "other")
LICENSED = FIELDS[:4]
# What is sold beside a video, through a link or an address. The last five are those of article 8.
SELLS = (
    NP_("what is sold", "course"),
    NP_("what is sold", "goods"),
    NP_("what is sold", "medical service"),
    NP_("what is sold", "medicine"),
    NP_("what is sold", "medical device"),
    NP_("what is sold", "health food"),
    NP_("what is sold", "special medical food"),
)
MEDICAL = SELLS[2:]
PLAN = ("place", "field", "sells", "live", "ai")

# The field of a creator by what the videos are about: our reading, and for health the careful one.
_FIELD_OF = {"programming": "education", "technology": "other", "fitness": "health", "health": "medicine"}


@dataclass(frozen=True)
class Law:
    """One rule. `applies(plan)` says whether a plan meets it, `why` the reason; None where no plan can tell.

    `binds` is whom it touches: a rule that tells platforms to suspend creators binds the creator. `source` and `date`
    are what we read; `official` is the address of the official text where we know it, though we could not open it.
    """

    key: str
    place: str
    title: str
    number: str
    body: str
    since: str  # in force, or published where no day is given
    article: str
    binds: str  # one of BOUND
    quote: str
    ours: str
    source: str
    date: str
    official: str = ""
    applies: Callable | None = None
    why: str = ""

    def __post_init__(self):
        choice("place", self.place, PLACES)
        choice("binds", self.binds, BOUND)


_HOSTS = {
    "place": "China",
    "title": N_("网络主播行为规范 (code of conduct for online hosts)"),
    "number": "",
    "body": N_("国家广播电视总局, 文化和旅游部 (radio and television; culture and tourism)"),
    "since": "2022-06-22",
    "binds": "creator",
}
_ACCOUNTS = {
    "place": "China",
    "title": N_("关于加强“自媒体”管理的通知 (notice on the management of self-media)"),
    "number": "",
    "body": N_("中央网信办秘书局 (Cyberspace Administration of China)"),
    "since": "2023-07-10",
    "binds": "creator",
}
_ADVERTISING = {
    "place": "China",
    "title": N_("互联网广告管理办法 (measures for internet advertising)"),
    "number": "国家市场监督管理总局令第72号",
    "body": N_("国家市场监督管理总局 (market regulation)"),
    "since": "2023-05-01",
    "binds": "creator",
    "official": "www.gov.cn/gongbao/2023/issue_10506/202306/content_6885261.html",
}
_SERVICES_ACT = {
    "place": "EU",
    "title": N_("Digital Services Act"),
    "number": "Regulation (EU) 2022/2065",
    "body": N_("European Parliament and Council"),
    "since": N_("in force"),
    "binds": "platform",
    "official": "eur-lex.europa.eu/eli/reg/2022/2065/oj",
}

LAWS = (
    Law(
        "code of conduct", **_HOSTS,
        article=N_("whom it covers"),
        quote="通过互联网提供网络表演、视听节目服务的主播人员，包括在网络平台直播、与用户进行实时交流互动、以上传音视频"
              "节目形式发声出镜的人员，应当遵照本行为规范。",
        ours=N_("Whoever is seen or heard in a live stream or an uploaded video must follow this code. It lists 31 "
                "acts that are not allowed."),
        source=N_("Xinhua (新华网)"), date="2022-06-23",
        applies=lambda plan: True,
        why=N_("It covers whoever is seen or heard, live or uploaded."),
    ),
    Law(
        "live credential", **_HOSTS,
        article=N_("on credentials"),
        quote="对于需要较高专业水平（如医疗卫生、财经金融、法律、教育）的直播内容，主播应取得相应执业资质，并向直播平台"
              "进行执业资质报备，直播平台应对主播进行资质审核及备案。",
        ours=N_("For live content that needs expertise (such as medicine, finance, law, education), the host must have "
                "the credential and file it with the platform, which checks it."),
        source=N_("CCTV (央视新闻); Xinhua (新华网)"), date=N_("2022-06-22 and 23"),
        applies=lambda plan: plan["live"] and plan["field"] in LICENSED,
        why=N_("It is live, on a field that asks for a credential."),
    ),
    Law(
        "verified account", **_ACCOUNTS,
        article=N_("point 2"),
        quote="对从事金融、教育、医疗卫生、司法等领域信息内容生产的“自媒体”，网站平台应当进行严格核验，并在账号主页展示"
              "其服务资质、职业资格、专业背景等认证材料名称，加注所属领域标签。对未认证资质或资质认证已过期的“自媒体”，"
              "网站平台应当暂停提供相应领域信息发布服务。",
        ours=N_("Platforms must verify accounts on finance, education, medicine, law and the like, and show their "
                "credentials. An account without a valid one is suspended from publishing on that field."),
        source=N_("网信中国, full text in a copy; 工人日报"), date="2023-07-10",
        applies=lambda plan: plan["field"] in LICENSED,
        why=N_("Platforms verify accounts on this field, uploaded videos included."),
    ),
    Law(
        "medical account",
        place="China",
        title=N_("关于规范“自媒体”医疗科普行为的通知 (notice on medical popularisation by self-media)"),
        number="",
        body=N_("中央网信办秘书局, 国家卫生健康委办公厅, 市场监管总局办公厅, 国家中医药局综合司 (cyberspace, health, "
                "market regulation, traditional medicine)"),
        since="2025-08-01",
        article=N_("opening and fifth heading"),
        binds="creator",
        quote="医疗科普行为是以提高公众的医学健康科学素养为目的，通过文字、图片、音视频等形式，生产传播预防或治疗疾病等"
              "相关知识的行为。……严禁无资质账号生产发布专业医疗科普内容",
        ours=N_("Whoever explains how to prevent or treat disease, in writing, pictures or videos, popularises "
                "medicine. Accounts without a credential may not publish professional medical content."),
        source=N_("Xinhua (新华社) in 重庆日报, p. 3"), date=N_("2025-08-01 and 02"),
        applies=lambda plan: plan["field"] == "medicine",
        why=N_("Professional medical content is for accounts with a credential."),
    ),
    Law(
        "ad label", **_ADVERTISING,
        article=N_("art. 9(3)"),
        quote="通过知识介绍、体验分享、消费测评等形式推销商品或者服务，并附加购物链接等购买方式的，广告发布者应当显著标"
              "明“广告”。",
        ours=N_("Whoever promotes goods or services by explaining, sharing an experience or reviewing, with a way to "
                "buy beside it, must mark it clearly as 广告 (advertisement)."),
        source=N_("青海新闻网 on the market regulator of Xining"), date="2023-04-23",
        applies=lambda plan: plan["sells"] is not None,
        why=N_("Something is sold beside what you explain: mark it as 广告."),
    ),
    Law(
        "no link", **_ADVERTISING,
        article=N_("art. 8"),
        quote="禁止以介绍健康、养生知识等形式，变相发布医疗、药品、医疗器械、保健食品、特殊医学用途配方食品广告。介绍健"
              "康、养生知识的，不得在同一页面或者同时出现相关医疗、药品、医疗器械、保健食品、特殊医学用途配方食品的商品"
              "经营者或者服务提供者地址、联系方式、购物链接等内容。",
        ours=N_("Health knowledge must be no disguised advertisement for medical services, drugs, medical devices, "
                "health food or special medical food; and no address, contact or shopping link of their sellers may "
                "stand beside it. Other goods are not named."),
        source=N_("中新网; 中国医药报; 青海新闻网"), date=N_("2023-03-25 to 04-23"),
        applies=lambda plan: plan["field"] in ("medicine", "health") and plan["sells"] in MEDICAL,
        why=N_("Beside health knowledge, what you sell may have no link, address or contact; a label does not help."),
    ),
    Law(
        "AI label",
        place="China",
        title=N_("人工智能生成合成内容标识办法 (measures for labelling AI-made content)"),
        number="国信办通字〔2025〕2号",
        body=N_("国家互联网信息办公室, 工业和信息化部, 公安部, 国家广播电视总局 (cyberspace, industry, police, radio "
                "and television)"),
        since="2025-09-01",
        article=N_("art. 10"),
        binds="creator",
        quote="用户使用网络信息内容传播服务发布生成合成内容的，应当主动声明并使用服务提供者提供的标识功能进行标识。",
        ours=N_("Whoever publishes AI-made content must say so unasked, and use the label that the service offers."),
        source=N_("the official page, as quoted word for word by three open repositories; 人民邮电报"),
        date="2025-09-12",
        official="www.cac.gov.cn/2025-03/14/c_1743654684782215.htm",
        applies=lambda plan: plan["ai"],
        why=N_("It was made with AI: declare and label it."),
    ),
    Law(
        "earning", **_ACCOUNTS,
        article=N_("point 8"),
        quote="“自媒体”申请开通营利权限的，需3个月内无违规记录。……营利方式包括但不限于广告分成、内容分成、电商带货、直"
              "播打赏、文章或短视频赞赏、知识付费、品牌合作等。",
        ours=N_("Whoever applies for the right to earn must have no violation on record for three months. Ad shares, "
                "goods, tips, paid knowledge and brands all count as earning."),
        source=N_("财联社; 北京商报"), date="2023-07-10",
    ),
    Law(
        "registration",
        place="China",
        title=N_("电子商务法 (e-commerce law)"),
        number="",
        body=N_("全国人民代表大会常务委员会 (Standing Committee of the National People's Congress)"),
        since="2019-01-01",
        article=N_("art. 10"),
        binds="creator",
        quote="电子商务经营者应当依法办理市场主体登记。但是，个人销售自产农副产品、家庭手工业产品，个人利用自己的技能从"
              "事依法无须取得许可的便民劳务活动和零星小额交易活动，以及依照法律、行政法规不需要进行登记的除外。",
        ours=N_("Whoever does business online must register. Small occasional sales, and everyday services by one's "
                "own skill that need no permit, are among the exceptions."),
        source=N_("LawRefBook/Laws (an open copy of laws)"), date=N_("read 2026-11"),
    ),
    Law(
        "medical staff",
        place="China",
        title=N_("医务人员互联网健康科普负面行为清单（试行） (what medical staff may not do in online health "
                 "education, trial)"),
        number="国卫办医政函〔2025〕419号",
        body=N_("国家卫生健康委, 国家中医药局, 国家疾控局 (health, traditional medicine, disease control)"),
        since="2025-11-07",
        article=N_("item 2"),
        binds="creator",
        quote="不得以健康科普形式违法违规发布各类广告、导流导诊，或通过直播带货等形式推销和销售医药产品、养生课程、保健"
              "食品等牟利。",
        ours=N_("Doctors, nurses and other medical staff may not use health education for illegal advertisements, nor "
                "sell medical products, wellness courses or health food by live commerce and the like."),
        source=N_("每日经济新闻; the number: 惠阳区人民政府"), date=N_("2025-11-07 and 15"),
    ),
    Law(
        "absolute words",
        place="China",
        title=N_("中华人民共和国广告法 (advertising law)"),
        number="",
        body=N_("全国人民代表大会常务委员会 (Standing Committee of the National People's Congress)"),
        since="2015-09-01",
        article=N_("art. 9, item 3"),
        binds="creator",
        quote="广告不得有下列情形：……（三）使用“国家级”、“最高级”、“最佳”等用语",
        ours=N_("An advertisement may not use words such as “national”, “highest” or “best”. What comes near them, and "
                "what is excepted, a guide of the market regulator says (广告绝对化用语执法指南, 2023-02-25)."),
        source=N_("four open repositories that quote it alike"), date=N_("read 2026-11"),
    ),
    Law(
        "EU advertising",
        place="EU",
        title=N_("Influencer Legal Hub, on the Unfair Commercial Practices Directive"),
        number="Directive 2005/29/EC",
        body=N_("European Commission"),
        since="2023-10-11",
        article=N_("introduction, and the Commission's press note"),
        binds="creator",
        quote="Influencers are content creators who often advertise or sell products on a regular basis - which means "
              "that in the eyes of European law they are categorised as traders. […] They are required to disclose "
              "advertisements in a transparent way",
        ours=N_("Whoever regularly advertises or sells is a trader, and must say what is an advertisement."),
        source=N_("the Hub, in a stored copy; the note as quoted by italianpost.news"), date="2023-10",
        official="commission.europa.eu/live-work-travel-eu/consumer-rights-and-complaints/influencer-legal-hub_en",
        applies=lambda plan: plan["sells"] is not None,
        why=N_("Something is sold: say that it is an advertisement."),
    ),
    Law(
        "EU deep fake",
        place="EU",
        title=N_("AI Act"),
        number="Regulation (EU) 2024/1689",
        body=N_("European Parliament and Council"),
        since="2026-08-02",
        article=N_("art. 50(4)"),
        binds="creator",
        quote="Deployers of an AI system that generates or manipulates image, audio or video content constituting a "
              "deep fake, shall disclose that the content has been artificially generated or manipulated.",
        ours=N_("Whoever uses AI to make what passes for real people, places or events must say that AI made it."),
        source=N_("aiact.annotated.nl (text); McCann FitzGerald (the date)"), date="2026-07",
        official="eur-lex.europa.eu/eli/reg/2024/1689/oj",
        applies=lambda plan: plan["ai"],
        why=N_("It was made with AI: if it passes for real people, places or events, say so."),
    ),
    Law(
        "US endorsement",
        place="US",
        title=N_("Guides on endorsements and testimonials in advertising"),
        number="16 CFR part 255",
        body=N_("Federal Trade Commission"),
        since=N_("in force"),
        article="255.5(a)",
        binds="creator",
        quote="When there exists a connection between the endorser and the seller of the advertised product that might "
              "materially affect the weight or credibility of the endorsement, and that connection is not reasonably "
              "expected by the audience, such connection must be disclosed clearly and conspicuously.",
        ours=N_("Whoever is paid by a seller, or gets something for praising a product, must say so where nobody can "
                "miss it."),
        source=N_("lawserver.com (text)"), date=N_("read 2026-11"),
        applies=lambda plan: plan["sells"] not in (None, "course"),
        why=N_("You speak of what another seller pays you for: say so clearly."),
    ),
    Law(
        "minors' tips",
        place="China",
        title=N_("关于规范网络直播打赏 加强未成年人保护的意见 (opinion on live tipping and the protection of minors)"),
        number="",
        body=N_("中央文明办, 文化和旅游部, 国家广播电视总局, 国家互联网信息办公室 (civilisation office, culture, radio "
                "and television, cyberspace)"),
        since="2022-05-07",
        article=N_("points 1 and 2"),
        binds="platform",
        quote="禁止未成年人参与直播打赏……不得为未满16周岁的未成年人提供网络主播服务",
        ours=N_("No tips from minors, and no hosts under 16."),
        source=N_("Xinhua (新华社)"), date=N_("2022-05-07 and 08"),
    ),
    Law(
        "refund",
        place="China",
        title=N_("关于依法妥善审理涉新冠肺炎疫情民事案件若干问题的指导意见（二） (guidance for civil courts)"),
        number="",
        body=N_("最高人民法院 (Supreme People's Court)"),
        since="2020-05",
        article=N_("on minors' payments"),
        binds="platform",
        quote="限制民事行为能力人未经其监护人同意，参与网络付费游戏或者网络直播平台“打赏”等方式支出与其年龄、智力不相适"
              "应的款项，监护人请求网络服务提供者返还该款项的，人民法院应予支持。",
        ours=N_("If a minor tips more than suits the age, without the guardians' consent, courts give the money back."),
        source=N_("a press comment that quotes it"), date="2020-11-27",
    ),
    Law(
        "minors' spending",
        place="China",
        title=N_("未成年人网络保护条例 (regulations on the protection of minors online)"),
        number="",
        body=N_("国务院 (State Council)"),
        since="2024-01-01",
        article=N_("art. 44"),
        binds="platform",
        quote="合理限制不同年龄阶段未成年人在使用其服务中的单次消费数额和单日累计消费数额，不得向未成年人提供与其民事行"
              "为能力不符的付费服务。",
        ours=N_("Platforms must limit what minors spend at once and in a day, by age, and may sell them nothing that "
                "they are too young to buy."),
        source=N_("LawRefBook/Laws (an open copy of laws)"), date=N_("read 2026-11"),
    ),
    Law(
        "off switch",
        place="China",
        title=N_("互联网信息服务算法推荐管理规定 (provisions on recommendation algorithms)"),
        number="",
        body=N_("国家互联网信息办公室, 工业和信息化部, 公安部, 国家市场监督管理总局 (cyberspace, industry, police, "
                "market regulation)"),
        since="2022-03-01",
        article=N_("art. 16 and 17"),
        binds="platform",
        quote="应当以显著方式告知用户其提供算法推荐服务的情况，并以适当方式公示算法推荐服务的基本原理、目的意图和主要运"
              "行机制等。……应当向用户提供不针对其个人特征的选项，或者向用户提供便捷的关闭算法推荐服务的选项。……应当向用"
              "户提供选择或者删除用于算法推荐服务的针对其个人特征的用户标签的功能。",
        ours=N_("Platforms must tell users clearly that the feed is recommended, and publish how it works in "
                "principle; offer a feed that is not personal, or an easy off switch; and let users choose or delete "
                "the tags about them."),
        source=N_("LawRefBook/Laws (an open copy of laws), full text"), date=N_("read 2026-11"),
    ),
    Law(
        "tax report",
        place="China",
        title=N_("互联网平台企业涉税信息报送规定 (provisions on tax information from platforms)"),
        number="国务院令第810号",
        body=N_("国务院 (State Council)"),
        since="2025-06-20",
        article=N_("art. 2 and 4"),
        binds="platform",
        quote="互联网平台企业应当依照本规定向其主管税务机关报送平台内经营者和从业人员的身份信息、收入信息等涉税信息。……"
              "互联网平台企业应当于季度终了的次月内……报送",
        ours=N_("Each quarter, platforms must report to the tax office who earned on them, and how much. Tips, "
                "commissions and ad money count."),
        source=N_("中国政府网, full text in a copy; etnet (what counts)"), date=N_("2025-06-25 and 08-20"),
    ),
    Law(
        "declare ads", **_SERVICES_ACT,
        article=N_("art. 26(2)"),
        quote="Providers of online platforms shall provide recipients of the service with a functionality to declare "
              "whether the content they provide is or contains commercial communications.",
        ours=N_("Platforms must have a switch with which you declare that a video advertises something."),
        source=N_("overview.legal (text)"), date=N_("read 2026-11"),
    ),
    Law(
        "main parameters", **_SERVICES_ACT,
        article=N_("art. 27"),
        quote="",
        ours=N_("Every online platform must say in its terms, plainly, what its recommenders' main parameters are and "
                "why; options to change them must be easy to find."),
        source="sorena.io", date="2026-05-09",
    ),
    Law(
        "no profiling", **_SERVICES_ACT,
        article=N_("art. 38"),
        quote="",
        ours=N_("Very large platforms must offer, for each recommender, an option that is not based on profiling."),
        source="sorena.io", date="2026-05-09",
    ),
)  # fmt: skip

_OTHERS = N_("Others bind as well: this table holds what we could read, and is no legal advice.")


def laws(binds=None):
    """The rules as a DataFrame, a row for each `key`, in the learner's language but for `quote`.

    Columns (fields of `Law`): place, title, number, body, since, article, binds, quote, ours, source, date, official.
    `binds`: "creator" or "platform" for those only. Key, place and binds are words of the code. What was not read
    is "".

    >>> from kml import published
    >>> published.laws(binds="creator").loc["no link", ["number", "since"]].to_list()
    ['国家市场监督管理总局令第72号', '2023-05-01']
    """
    import pandas as pd

    if binds is not None:
        choice("binds", binds, BOUND)
    said = ("title", "body", "since", "article", "ours", "source", "date")
    rows = [
        {"key": law.key, "place": law.place}
        | {name: _(getattr(law, name)) for name in said}
        | {"number": law.number, "binds": law.binds, "quote": law.quote, "official": law.official}
        for law in LAWS
        if binds in (None, law.binds)
    ]
    order = ["place", "title", "number", "body", "since", "article", "binds", "quote", "ours", "source", "date"]
    return pd.DataFrame(rows).set_index("key")[[*order, "official"]]


def binding(plan):
    """{key: reason} of the rules that a creator with this plan meets, in the order of LAWS, and at last "others".

    plan: a plain dict with
        place  where the viewers are: "China", "EU", "US" or "elsewhere"
        field  what the videos are about, one of FIELDS; `field_of` gives the course's reading for its creators
        sells  what is sold beside them through a link, an address or a contact: one of SELLS, or None
        live   True for a live stream, False for an uploaded video
        ai     True if it was made with AI

    Reasons are sentences in the learner's language. Whatever the plan, "others" stands at the end: no table holds all
    the law, and for "elsewhere" this one holds none. Not legal advice.

    >>> from kml import published
    >>> plan = {"place": "China", "field": "health", "sells": "goods", "live": False, "ai": False}
    >>> list(published.binding(plan))
    ['code of conduct', 'ad label', 'others']
    >>> published.binding(plan | {"sells": "health food"})["no link"]
    'Beside health knowledge, what you sell may have no link, address or contact; a label does not help.'
    """
    if not isinstance(plan, dict) or set(plan) != set(PLAN):
        raise ValueError(
            _("plan must be a dict with place, field, sells, live and ai; got {plan!r:.80}.").format(plan=plan)
        )
    choice("place", plan["place"], PLACES)
    choice("field", plan["field"], FIELDS)
    choice("sells", plan["sells"], (None, *SELLS))
    for name in ("live", "ai"):
        choice(name, plan[name], (False, True))
    met = [law for law in LAWS if law.applies and law.place == plan["place"] and law.applies(plan)]
    return {law.key: _(law.why) for law in met} | {"others": _(_OTHERS)}


def field_of(creator):
    """The field of a creator of the course, one of FIELDS, by the topic of the videos: our reading, no authority's.

    >>> from kml import published
    >>> from kml.personas import CREATORS
    >>> {key: published.field_of(creator) for key, creator in CREATORS.items()}  # doctest: +NORMALIZE_WHITESPACE
    {'coding_teacher': 'education', 'technology_expert': 'other',
     'fitness_coach': 'health', 'health_adviser': 'medicine'}
    """
    return _FIELD_OF[choice("topic", getattr(creator, "topic", creator), tuple(_FIELD_OF))]
