"""Numbers of lists, as Word prints them: 3 → 三, 叁, 丙, ③, iii.

Source: ECMA-376, part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from extractor.text.numerals import SIMPLE, counted

_DIGITS = "〇一二三四五六七八九"
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
_LEGAL_JAPANESE = ("零壱弐参四伍六七八九", "拾百千萬")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_COUNTED = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
            *("taiwaneseCountingThousand", "koreanCounting"),
        ),
        SIMPLE,
    ),
    "chineseLegalSimplified": _LEGAL,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL,
    "japaneseLegal": _LEGAL_JAPANESE,
}
_DIGIT_BY_DIGIT = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
# One character for each number: the first of them, the number it stands for, and how many there are.
_BLOCKS = {
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "decimalEnclosedFullstop": "⒈",
    "decimalEnclosedParen": "⑴",
}
_BLOCK_LENGTH = 20
_IDEOGRAPHS = {"ideographEnclosedCircle": "㊀", "ideographParenthesized": "㈠"}
_IDEOGRAPHS_LENGTH = 10


def printed(number: int, form: str) -> str:
    """Return a number in a number format; one that is not known, or cannot write it, is written 1, 2, 3.

    ``none`` and ``bullet`` print nothing.
    """
    if form in ("none", "bullet"):
        return ""
    if form in _COUNTED:
        return counted(number, *_COUNTED[form])
    if form in _DIGIT_BY_DIGIT:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    return _western(number, form) or _from_block(number, form) or str(number)


def _western(number: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    if form in ("lowerLetter", "upperLetter") and number > 0:
        # After z come aa, bb, cc.
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL_WIDTH)
    return f"{number:02d}" if form == "decimalZero" else ""


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN if 0 < number < 4000 else ():
        text += letters * (number // size)
        number %= size
    return text


def _from_block(number: int, form: str) -> str:
    if form in _BLOCKS and 1 <= number <= _BLOCK_LENGTH:
        return chr(ord(_BLOCKS[form]) + number - 1)
    if form in _IDEOGRAPHS and 1 <= number <= _IDEOGRAPHS_LENGTH:
        return chr(ord(_IDEOGRAPHS[form]) + number - 1)
    if form == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if form == "ideographZodiacTraditional" and number > 0:
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    return ""
