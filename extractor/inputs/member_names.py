"""Names of files inside containers: bytes in some encoding → text."""

from __future__ import annotations

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


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
    r"""Return a name as text that UTF-8 can hold and a line shows; what it cannot is written ``\udc80``, ``\x1b``.

    Characters that steer a terminal, end a line or turn the direction of what follows are such.
    """
    if name.isprintable():
        return name
    return _STEERING.sub(_written, name.encode("utf-8", "backslashreplace").decode())


def _written(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
