"""Names of files inside containers: bytes in some encoding → text."""

from __future__ import annotations


def decoded_name(name: bytes) -> str:
    r"""Return a name as text: UTF-8, else GB18030, else with the bytes that are neither as ``\xff``.

    A backslash parts folders in what old Windows programs wrote; as the second byte of a GBK character
    it does not.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")


def printable_text(name: str) -> str:
    r"""Return a name as text that UTF-8 can hold; what it cannot is written ``\udc80``."""
    return name if name.isprintable() else name.encode("utf-8", "backslashreplace").decode()
