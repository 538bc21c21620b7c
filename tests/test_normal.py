"""Normal forms of labels: what is only written otherwise compares equal, what differs does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import load_forms
from extractor.text.normal import compact, fold, label_key, squeeze
from extractor.text.tokens import overlap, segmenter

FORMS = load_forms()
LABELS = sorted(
    {
        label
        for f in FORMS.forms.values()
        for t in f.tables.values()
        for r in t.rows.values()
        for label in r.path
    }
    | {c.path[-1] for f in FORMS.forms.values() for t in f.tables.values() for c in t.columns.values()}
)
KANGXI = str.maketrans("一二人文行自大用生立非示方日金不", "⼀⼆⼈⽂⾏⾃⼤⽤⽣⽴⾮⽰⽅⽇⾦\uf967")
WIDE = str.maketrans("（），：；“”/", '(),:;""／')


@pytest.mark.parametrize(
    ("text", "core", "enumerator", "family"),
    [
        ("（一）予以公开", "予以公开", 1, "（一）"),
        ("(一)予以公开", "予以公开", 1, "（一）"),
        ("㈠予以公开", "予以公开", 1, "（一）"),
        ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量", 1, "一"),
        ("十二、其他", "其他", 12, "一"),
        ("2.其他法律行政法规禁止公开", "其他法律行政法规禁止公开", 2, "1"),
        ("2、其他法律行政法规禁止公开", "其他法律行政法规禁止公开", 2, "1"),
        ("②其他", "其他", 2, "（1）"),
        ("⑵其他", "其他", 2, "（1）"),
        ("(2)其他", "其他", 2, "（1）"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定", 3, "1"),
        ("3.危及「三安全一稳定」", "危及三安全一稳定", 3, "1"),
        ("本年增/减", "本年增减", 0, ""),
        ("本年收费金额（单位：万元）", "本年收费金额", 0, ""),
        ("本年收费金额(万元)", "本年收费金额", 0, ""),
        ("采购总金额（单位：万元，保留4位小数）", "采购总金额", 0, ""),
        ("其中：1.主动公开规范性文件数", "1主动公开规范性文件数", 0, ""),
        (" 总 计 ", "总计", 0, ""),
        ("", "", 0, ""),
    ],
)
def test_label_keys(text, core, enumerator, family):
    assert label_key(text) == (core, enumerator, family)


@pytest.mark.parametrize("text", ["2.5", "12.3万元", "2022.1"])
def test_a_decimal_is_no_enumerator(text):
    assert label_key(text).enumerator == 0


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LABELS), st.integers(0, 10**9))
def test_harmless_noise_changes_no_label(label, seed):
    rng = random.Random(seed)
    noisy = label.translate(WIDE) if rng.random() < 0.5 else label
    noisy = noisy.translate(KANGXI) if rng.random() < 0.5 else noisy
    noisy = "".join(c + rng.choice(["", "", "", " ", "\u3000", "\u00a0", "\u200b", "\n"]) for c in noisy)
    noisy = rng.choice(["", " ", "\n"]) + noisy
    if rng.random() < 0.3:
        noisy = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in noisy)
    assert label_key(noisy) == label_key(label)


def test_different_labels_of_a_table_have_different_keys():
    for form in FORMS.forms.values():
        for table in form.tables.values():
            keys = [tuple(label_key(part).core for part in row.path) for row in table.rows.values()]
            assert len(set(keys)) == len(keys)


def test_circled_numbers_never_look_like_values():
    assert fold("②其他") == "(2)其他"
    assert fold("１２") == "12"
    assert fold("ＡＢ") == "ab"


def test_white_space():
    assert squeeze(" a\u3000\u00a0b\u200b\n c ") == "a b c"
    assert compact(" a\u3000b\u200b\n c\u00ad") == "abc"


def test_words_and_their_overlap():
    words = segmenter(FORMS.lexicon).words("其他法律行政法规禁止公开")
    assert "".join(words) == "其他法律行政法规禁止公开"
    assert overlap(words, words) == 1.0
    assert overlap(words, ()) == overlap((), words) == 0.0
    assert overlap(("甲", "乙乙"), ("乙乙", "丙")) == pytest.approx(4 / 6)
    assert overlap(("甲", "甲"), ("甲",)) == pytest.approx(2 / 3)
