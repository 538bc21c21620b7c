"""Invented organizations: a city, a district and an office, none of them real."""

from __future__ import annotations

from dataclasses import dataclass

CITIES = (
    ("临溪市", "linxi"),
    ("云泽市", "yunze"),
    ("柳川市", "liuchuan"),
    ("安岭市", "anling"),
    ("望潮市", "wangchao"),
    ("松原湖市", "songyuanhu"),
    ("瑞河市", "ruihe"),
    ("明渡市", "mingdu"),
    ("北桥市", "beiqiao"),
    ("长屿市", "changyu"),
    ("金槐市", "jinhuai"),
    ("兰汀市", "lanting"),
)
DISTRICTS = (
    ("青禾区", "qinghe"),
    ("东篱区", "dongli"),
    ("石埠县", "shibu"),
    ("白鹭区", "bailu"),
    ("清源山县", "qingyuanshan"),
    ("桐岗区", "tonggang"),
    ("梅坞县", "meiwu"),
    ("沙湾口区", "shawankou"),
    ("竹垣县", "zhuyuan"),
    ("凤台岭县", "fengtailing"),
    ("月浦洲区", "yuepuzhou"),
    ("枫林渡县", "fenglindu"),
)
OFFICES = (
    ("统计局", "tongji"),
    ("审计局", "shenji"),
    ("教育局", "jiaoyu"),
    ("财政局", "caizheng"),
    ("民政局", "minzheng"),
    ("水利局", "shuili"),
    ("住房和城乡建设局", "zhujian"),
    ("市场监督管理局", "shichang"),
    ("交通运输局", "jiaotong"),
    ("农业农村局", "nongye"),
    ("卫生健康委员会", "weijian"),
    ("应急管理局", "yingji"),
    ("司法局", "sifa"),
    ("文化和旅游局", "wenlv"),
    ("发展和改革委员会", "fagai"),
    ("人力资源和社会保障局", "renshe"),
    ("人民政府办公室", "zhengfuban"),
    ("城市管理局", "chengguan"),
    ("医疗保障局", "yibao"),
    ("退役军人事务局", "tuiyi"),
    ("商务局", "shangwu"),
    ("科学技术局", "keji"),
)


@dataclass(frozen=True)
class Organization:
    """An invented organization; `slug` goes into file names, `size` scales its figures."""

    number: int
    name: str
    slug: str
    place: str
    office: str
    size: int


def organization(number: int) -> Organization:
    """The organization of a number: the same number, the same organization."""
    office_number = number % len(OFFICES)
    office, office_slug = OFFICES[office_number]
    rest = number // len(OFFICES)
    # Shifted by the office, so that neighbours in number are not neighbours in place.
    district, district_slug = DISTRICTS[(rest + office_number) % len(DISTRICTS)]
    city, city_slug = CITIES[(rest // len(DISTRICTS) + rest + office_number) % len(CITIES)]
    round_ = number // (len(OFFICES) * len(DISTRICTS) * len(CITIES))
    town = f"第{round_}分局" if round_ else ""
    suffix = f"-{round_}" if round_ else ""
    return Organization(
        number,
        f"{city}{district}{office}{town}",
        f"{city_slug}-{district_slug}-{office_slug}{suffix}",
        district,
        office + town,
        (1, 3, 12, 40)[number % 4],
    )
