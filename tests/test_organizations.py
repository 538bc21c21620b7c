"""Names in their parts, and which of them are one organization: never on a guess."""

from __future__ import annotations

import pytest

from extractor.organizations.names import read_name
from extractor.organizations.regions import gazetteer
from extractor.organizations.resolve import Signed, read_renamed, resolve, site_of


@pytest.mark.parametrize(
    ("name", "code", "body", "level", "kind"),
    [
        ("江苏省淮安市洪泽区人民政府", "320813", "人民政府", "county", "government"),
        ("洪泽区政府", "320813", "人民政府", "county", "government"),
        ("淮安市", "320800", "人民政府", "city", "government"),
        ("江苏省财政厅", "320000", "财政厅", "province", "department"),
        ("江苏财政厅", "320000", "财政厅", "province", "department"),
        ("恩施州教育局", "422800", "教育局", "city", "department"),
        ("淮安市洪泽区岔河镇人民政府", "320813", "人民政府", "township", "street or town"),
        ("北京市东城区市场监管局", "110101", "市场监督管理局", "county", "department"),
        ("国家税务总局淮安市税务局", "320800", "税务局", "city", "department"),
        ("临溪市青禾区人民政府办公室", "", "人民政府办公室", "county", "department"),
        ("高良涧街道", "", "街道办事处", "township", "street or town"),
        ("平顶山高新技术产业开发区管委会", "", "管委会", "", "other"),
        ("市审计局", "", "审计局", "city", "department"),
        ("市场监督管理局", "", "市场监督管理局", "", "department"),
        ("住房和城乡建设局", "", "住房和城乡建设局", "", "department"),
        ("淮安市第一人民医院", "320800", "第一人民医院", "city", "other"),
        ("新疆生产建设兵团", "", "新疆生产建设兵团", "", ""),
    ],
)
def test_a_name_in_parts(name: str, code: str, body: str, level: str, kind: str) -> None:
    read = read_name(name)
    region = read.region(2022)
    assert (region.code if region else "", read.body.name, read.level, read.kind) == (code, body, level, kind)


def test_a_name_of_several_districts_is_of_none_for_certain() -> None:
    assert read_name("鼓楼区审计局").region(2022) is None
    assert len(read_name("鼓楼区审计局").regions) >= 4


def test_a_district_that_is_no_more_counts_in_its_time() -> None:
    # 桥东区 of Shijiazhuang and of Xingtai are gone; that of Zhangjiakou is there
    assert read_name("桥东区审计局").region(2012) is None
    today = read_name("桥东区审计局").region(2023)
    assert today is not None
    assert today.code == "130702"


def test_the_list_has_every_level() -> None:
    known = gazetteer()
    assert {r.level for r in known.by_code.values()} == {"province", "city", "county"}
    assert len(known.by_code) > 3200
    assert known.path(known.by_code["320813"]) == "淮安市洪泽区"
    assert known.path(known.by_code["110101"]) == "北京市东城区"


def groups(*filings: tuple[str, int, str], renamed: dict[str, str] | None = None) -> list[str]:
    """The canonical name of each filing's organization, `#n` behind it where another has the same."""
    resolved = resolve([Signed(*f) for f in filings], renamed)
    names = [o.name for o in resolved.organizations]
    return [
        f"{names[i]}#{i}" if i >= 0 and names.count(names[i]) > 1 else names[i] if i >= 0 else ""
        for i in resolved.of_filing
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("洪泽区人民政府", "淮安市洪泽区人民政府"),
        ("淮安市洪泽区", "江苏省淮安市洪泽区政府"),
        ("临溪市发改局", "临溪市发展和改革局"),
        ("临溪市人社局", "临溪市人力资源社会保障局", "临溪市人力资源和社会保障局"),
        ("临溪市青禾区政府办", "临溪市青禾区人民政府办公室"),
        ("云泽市 东篱区 司法局", "云泽市东篱区司法局"),
        ("上海市卫健委", "上海市卫生健康委员会"),
    ],
)
def test_one_organization_under_different_names(names: tuple[str, ...]) -> None:
    filings = [(name, 2018 + i, f"{i}.html") for i, name in enumerate(names)]
    assert len(set(groups(*filings))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("临溪市发展和改革局", "临溪市发展和改革委员会"),
        ("临溪市人民政府", "临溪市人民政府办公室"),
        ("洪泽县人民政府", "洪泽区人民政府"),
        ("临溪市青禾区统计局", "云泽市青禾区统计局"),
        ("临溪市统计局", "临溪市青禾区统计局"),
    ],
)
def test_different_organizations_stay_apart(names: tuple[str, ...]) -> None:
    filings = [(name, 2018 + i, f"{i}.html") for i, name in enumerate(names)]
    assert len(set(groups(*filings))) == len(names)


def test_the_same_name_on_two_sites_stays_apart() -> None:
    made = groups(("市审计局", 2022, "x/1"), ("市审计局", 2023, "x/2"), ("市审计局", 2023, "y/1"))
    assert made[0] == made[1] != made[2]


def test_a_site_tells_whose_audit_office_it_is() -> None:
    made = groups(
        ("市审计局", 2023, "huaian/2023/1"),
        ("淮安市审计局", 2022, "huaian/2022/1"),
        ("市审计局", 2023, "elsewhere/1"),
    )
    assert made == ["淮安市审计局", "淮安市审计局", "市审计局"]


def test_a_heap_of_many_cities_tells_nothing() -> None:
    filings = [
        ("市审计局", 2022, "1"),
        ("市审计局", 2023, "2"),
        ("淮安市审计局", 2021, "3"),
        ("南京市审计局", 2021, "4"),
    ]
    assert len(set(groups(*filings))) == 4
    resolved = resolve([Signed(*f) for f in filings])
    assert resolved.organizations[resolved.of_filing[0]].candidates == ("南京市审计局", "淮安市审计局")


def test_a_district_that_no_list_has_is_that_of_its_one_city() -> None:
    assert (
        groups(("青禾区统计局", 2023, "1"), ("临溪市青禾区统计局", 2022, "2")) == ["临溪市青禾区统计局"] * 2
    )
    apart = groups(
        ("青禾区统计局", 2023, "1"), ("临溪市青禾区统计局", 2022, "2"), ("云泽市青禾区统计局", 2022, "3")
    )
    assert len(set(apart)) == 3


def test_a_district_of_several_cities_needs_its_site() -> None:
    mixed = groups(
        ("鼓楼区审计局", 2023, "1"), ("南京市鼓楼区审计局", 2022, "2"), ("福州市审计局", 2022, "3")
    )
    assert len(set(mixed)) == 3
    told = groups(
        ("鼓楼区审计局", 2023, "nj/1"), ("南京市鼓楼区审计局", 2022, "nj/2"), ("福州市审计局", 2022, "fz/3")
    )
    assert told[0] == told[1]


def test_a_loose_abbreviation_needs_the_one_body_it_can_be() -> None:
    assert (
        groups(("临溪市文旅局", 2023, "1"), ("临溪市文化和旅游局", 2022, "2")) == ["临溪市文化和旅游局"] * 2
    )
    apart = groups(
        ("临溪市文旅局", 2023, "1"), ("临溪市文化和旅游局", 2022, "2"), ("临溪市文化广电和旅游局", 2021, "3")
    )
    assert len(set(apart)) == 3


@pytest.mark.parametrize(
    ("years", "told"),
    [((2021, 2022), ("临溪市人民政府办公室",)), ((2022, 2022), ())],
    ids=["one or the other files each year", "both file for one year"],
)
def test_a_government_and_its_office_may_be_one_but_are_never_merged(
    years: tuple[int, int], told: tuple[str, ...]
) -> None:
    resolved = resolve(
        [
            Signed("临溪市人民政府", years[0], "1"),
            Signed("临溪市政府办公室", years[1], "2"),
            Signed("云泽市人民政府", years[0], "3"),
        ]
    )
    government, office, elsewhere = (resolved.organizations[i] for i in resolved.of_filing)
    assert government.candidates == told
    assert office.candidates == (("临溪市人民政府",) if told else ())
    assert elsewhere.candidates == ()
    assert len({government.id, office.id, elsewhere.id}) == 3


def test_renamed_bodies_are_one_only_where_the_user_says_so() -> None:
    filings = [("洪泽县人民政府", 2015, "1"), ("洪泽区人民政府", 2022, "2")]
    assert len(set(groups(*filings, renamed={"洪泽县人民政府": "洪泽区人民政府"}))) == 1


def test_renamings_are_followed_to_their_end() -> None:
    assert read_renamed([("甲", "乙"), ("乙", "丙"), ("丁", "丁")]) == {"甲": "丙", "乙": "丙", "丁": "丁"}


def test_the_same_names_give_the_same_ids_in_any_order() -> None:
    filings = [
        Signed("临溪市统计局", 2021, "a/1"),
        Signed("市统计局", 2022, "a/2"),
        Signed("云泽市统计局", 2021, "b/1"),
    ]
    one, other = resolve(filings), resolve(filings[::-1])
    ids = [one.organizations[i].id for i in one.of_filing]
    assert ids == [other.organizations[i].id for i in other.of_filing][::-1]


def test_a_filing_without_an_organization_is_of_none() -> None:
    assert resolve([Signed("", 2022, "a")]).of_filing == [-1]


def test_a_site_is_the_folder_without_its_years() -> None:
    assert site_of("www.example.gov.cn/2021年/a.html") == site_of("www.example.gov.cn/2022/b.html")
    assert site_of("a.zip!2021/x.html") == "a.zip"
