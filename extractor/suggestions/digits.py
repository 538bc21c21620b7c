"""How one number may have become another on its way to the page."""

from __future__ import annotations


def digits_kind(printed: int, right: int) -> str:
    """Return ``digit-doubled``, ``digit-lost``, ``digits-transposed``, or empty for none of these."""
    a, b = str(printed), str(right)
    if len(a) == len(b) + 1 and any(a[i] == a[i + 1] and a[:i] + a[i + 1 :] == b for i in range(len(b))):
        return "digit-doubled"
    if len(b) == len(a) + 1 and printed and any(b[:i] + b[i + 1 :] == a for i in range(len(b))):
        return "digit-lost"
    if len(a) == len(b) > 1:
        differing = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            i, j = differing
            if a[i] == b[j] and a[j] == b[i]:
                return "digits-transposed"
    return ""
