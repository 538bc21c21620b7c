"""Scans and pictures → blocks. What it needs is the extra ``ocr``: nothing heavy is loaded before it is asked."""

from __future__ import annotations

import importlib.util
from typing import Literal

OcrMode = Literal["auto", "off", "always"]
"""Whether scans are recognised: where there is no other text, never, or every page of a PDF."""

RECOGNISED = "ocr"
"""The name of the reader of pictures; that of a PDF with scanned pages ends with it."""
LACKING = (
    "识别扫描件和图片需要附加组件：pip install 'extractor[ocr]' "
    "(a scan or picture: install the extra, pip install 'extractor[ocr]')"
)


def available() -> bool:
    """Tell whether the extra is installed."""
    try:
        return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))
    except (ImportError, ValueError):
        return False
