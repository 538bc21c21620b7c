"""Numbers torn over the lines of a text: read whole or left open, and their neighbours' are not taken for them."""

from __future__ import annotations

import pytest

from tests import sheets

ROWS = {
    "channel_gazette": "1.政府公报公开政府信息数",
    "channel_website": "2.政府网站公开政府信息数",
    "channel_weibo": "3.政务微博公开政府信息数",
    "channel_wechat": "4.政务微信公开政府信息数",
    "channel_other": "5.其他方式公开政府信息数",
}
NUMBERS = {
    "channel_gazette": 2,
    "channel_website": 2733,
    "channel_weibo": 1,
    "channel_wechat": 0,
    "channel_other": 5,
}
LABEL = ROWS["channel_website"]
WAYS = {
    "around": (("", "{a}"), (LABEL, ""), ("", "{b}")),
    "below": ((LABEL, "{a}"), ("", "{b}")),
    "above": (("", "{a}"), (LABEL, "{b}")),
    "beside halves": ((LABEL[:6], "{a}"), (LABEL[6:], "{b}")),
    "above and below halves": (("", "{a}"), (LABEL[:6], "{b}"), (LABEL[6:], "")),
    "between halves": ((LABEL[:6], ""), ("", "{a}"), (LABEL[6:], "{b}")),
    "three lines": (("", "2"), (LABEL, "73"), ("", "3")),
}
LINES = {
    "blanks": "{label} 条 {number}",
    "gaps": "{label}   条   {number}",
    "no unit": "{label} {number}",
    "pipes": "| {label} | 条 | {number} |",
    "tabs": "{label}\t条\t{number}",
}


def written(style: str, label: str, number: str) -> str:
    if not label and style not in ("pipes", "tabs"):
        return number
    line = LINES[style].format(label=label, number=number)
    return (line if label else line.replace("条", "")).rstrip()


def read(style: str, lines: list[str]):
    head = written(style, "统计指标", "统计数").replace("条", "单位")
    rule = ["| --- | --- | --- |"] if style == "pipes" else []
    return sheets.read(
        "\n".join(
            [
                "青禾县水利局2016年政府信息公开工作年度报告\n\n六、政府信息公开情况统计表\n",
                head,
                *rule,
                *lines,
                "",
            ]
        )
    )


@pytest.mark.parametrize("style", LINES)
def test_numbers_beside_their_labels_are_read(style):
    found = sheets.values(read(style, [written(style, ROWS[row], str(n)) for row, n in NUMBERS.items()]))
    assert {row: found["statistics", row, "count"] for row in ROWS} == NUMBERS


@pytest.mark.parametrize("style", LINES)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("parts", ["273 3", "2 733", "2, 733"])
def test_a_torn_number_is_whole_or_open(style, way, parts):
    a, b = parts.split()
    lines = []
    for row, number in NUMBERS.items():
        if row != "channel_website":
            lines.append(written(style, ROWS[row], str(number)))
            continue
        lines += [written(style, label, text.format(a=a, b=b)) for label, text in WAYS[way]]
    found = sheets.values(read(style, lines))
    got = {row: found["statistics", row, "count"] for row in ROWS}
    assert {row: n for row, n in got.items() if n not in (None, NUMBERS[row])} == {}


def test_a_number_below_its_label_is_its_own_where_the_row_below_has_one():
    lines = [f"{label} 条 {NUMBERS[row]}" for row, label in ROWS.items()]
    lines[1] = f"{LABEL} 条\n2733"
    found = sheets.values(read("blanks", lines))
    assert {row: found["statistics", row, "count"] for row in ROWS} == NUMBERS


def test_the_rest_of_a_number_below_a_unit_is_not_dropped():
    lines = [f"{label} 条 {NUMBERS[row]}" for row, label in ROWS.items()]
    lines[1] = f"{LABEL} 273\n条 3"
    assert sheets.values(read("blanks", lines))["statistics", "channel_website", "count"] is None


def test_the_row_below_one_with_a_number_too_many_is_open():
    lines = [f"{label}\n条\n{NUMBERS[row]}" for row, label in ROWS.items()]
    lines[1] = f"273\n{LABEL}\n条\n3"
    found = sheets.values(read("blanks", lines))
    assert found["statistics", "channel_website", "count"] is None
    assert found["statistics", "channel_weibo", "count"] == 1
