"""Charts whose labels are Chinese: the font for them, found and set."""

# ruff: noqa: PLC0415 - matplotlib is an extra, and slow to load

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path

from extractor.errors import UsageError

_FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
)
_IN_PACKAGE = "fonts/NotoSansCJKsc-Regular.otf"
HINT = (
    "no font with Chinese characters was found, so labels would be boxes: install the extra "
    "(pip install 'extractor[notebooks]') or Debian's fonts-noto-cjk"
)


def use_chinese() -> str:
    """Let matplotlib print Chinese, minus signs included; return the family it will use, empty for none.

    A font of the system comes before the one in the package ``mplfonts``. Where there is neither, a
    warning says what to install. Raises ``UsageError`` without matplotlib.
    """
    try:
        import matplotlib as mpl
        from matplotlib import font_manager
    except ImportError as error:
        raise UsageError("charts need matplotlib: pip install 'extractor[notebooks]'") from error
    known = {font.name for font in font_manager.fontManager.ttflist}
    family = next((name for name in _FAMILIES if name in known), "") or _packaged()
    if not family:
        warnings.warn(HINT, stacklevel=2)
        return ""
    mpl.rcParams["font.sans-serif"] = [family, *mpl.rcParams["font.sans-serif"]]
    mpl.rcParams["font.family"] = "sans-serif"
    mpl.rcParams["axes.unicode_minus"] = False
    return family


def _packaged() -> str:
    from matplotlib import font_manager

    spec = find_spec("mplfonts")
    path = Path(spec.origin).parent / _IN_PACKAGE if spec and spec.origin else None
    if path is None or not path.is_file():
        return ""
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()
