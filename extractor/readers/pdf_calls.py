"""pdfium's functions over many things at once: one call a thing, and nothing else of Python between.

Handles are plain addresses here, and what pdfium gives back is written into one array for all: the
wrapper's own types, checked anew at each of some thousand calls a page, would take longer than pdfium.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Sequence

_Address, _Int, _UInt, _Float = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


def address(raw: Any) -> int:
    """Return the address behind one of the wrapper's handles."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of pdfium that takes addresses."""
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


_char_code = _quick(pdfium.FPDFText_GetUnicode, _UInt, _Address, _Int)
_char_box = _quick(pdfium.FPDFText_GetLooseCharBox, _Int, _Address, _Int, _Address)
_char_error = _quick(pdfium.FPDFText_HasUnicodeMapError, _Int, _Address, _Int)
_char_object = _quick(pdfium.FPDFText_GetTextObject, _Address, _Address, _Int)
_page_object = _quick(pdfium.FPDFPage_GetObject, _Address, _Address, _Int)
_form_object = _quick(pdfium.FPDFFormObj_GetObject, _Address, _Address, ctypes.c_ulong)
_kind = _quick(pdfium.FPDFPageObj_GetType, _Int, _Address)
_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, _Int, _Address)
_fill = _quick(pdfium.FPDFPageObj_GetFillColor, _Int, _Address, *[_Address] * 4)
_matrix = _quick(pdfium.FPDFPageObj_GetMatrix, _Int, _Address, _Address)
_bounds = _quick(pdfium.FPDFPageObj_GetBounds, _Int, _Address, *[_Address] * 4)
_segments = _quick(pdfium.FPDFPath_CountSegments, _Int, _Address)
_segment = _quick(pdfium.FPDFPath_GetPathSegment, _Address, _Address, _Int)
_segment_kind = _quick(pdfium.FPDFPathSegment_GetType, _Int, _Address)
_segment_point = _quick(pdfium.FPDFPathSegment_GetPoint, _Int, _Address, _Address, _Address)
_draw_mode = _quick(pdfium.FPDFPath_GetDrawMode, _Int, _Address, _Address, _Address)
_font = _quick(pdfium.FPDFTextObj_GetFont, _Address, _Address)
_embedded = _quick(pdfium.FPDFFont_GetIsEmbedded, _Int, _Address)

_transparent = _quick(pdfium.FPDFPageObj_HasTransparency, _Int, _Address)
_clip = _quick(pdfium.FPDFPageObj_GetClipPath, _Address, _Address)
_clip_paths = _quick(pdfium.FPDFClipPath_CountPaths, _Int, _Address)
_clip_segments = _quick(pdfium.FPDFClipPath_CountPathSegments, _Int, _Address, _Int)
_clip_segment = _quick(pdfium.FPDFClipPath_GetPathSegment, _Address, _Address, _Int, _Int)

_annotations = _quick(pdfium.FPDFPage_GetAnnotCount, _Int, _Address)
_annotation = _quick(pdfium.FPDFPage_GetAnnot, _Address, _Address, _Int)
_annotation_kind = _quick(pdfium.FPDFAnnot_GetSubtype, _Int, _Address)
_close_annotation = _quick(pdfium.FPDFPage_CloseAnnot, None, _Address)
_flatten = _quick(pdfium.FPDFPage_Flatten, _Int, _Address, _Int)
_WRITTEN = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT})
_MOST_ANNOTATIONS = 2_000

count_form_objects = _quick(pdfium.FPDFFormObj_CountObjects, _Int, _Address)

Matrix = tuple[float, ...]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _numbers(kind: Any, count: int) -> tuple[Any, int]:
    array = (kind * count)()
    return array, ctypes.addressof(array)


def _listed(array: Any) -> list[Any]:
    """Return the numbers of an array: a slice of it is a list, and far faster made than by going through it."""
    out: list[Any] = array[:]
    return out


def codes(text: int, count: int) -> list[int]:
    """Return the code point of each character of a text page."""
    return list(map(_char_code, repeat(text), range(count)))


def errors(text: int, count: int) -> list[int]:
    """Return for each character whether its font says nothing of what it is."""
    return list(map(_char_error, repeat(text), range(count)))


def objects_of(text: int, count: int) -> list[int]:
    """Return the text object that draws each character; 0 where none does."""
    return [found or 0 for found in map(_char_object, repeat(text), range(count))]


def boxes(text: int, count: int) -> list[float]:
    """Return left, top, right, bottom of each character in page space, one after the other.

    The box is as wide as the character's step and as tall as its font, whatever ink is in it.
    """
    array, at = _numbers(_Float, 4 * count)
    list(map(_char_box, repeat(text), range(count), range(at, at + 16 * count, 16)))
    return _listed(array)


def page_objects(page: int, count: int) -> list[int]:
    """Return the objects of a page."""
    return list(map(_page_object, repeat(page), range(count)))


def form_objects(form: int, count: int) -> list[int]:
    """Return the objects of a form."""
    return list(map(_form_object, repeat(form), range(count)))


def kinds(objects: Sequence[int]) -> list[int]:
    """Return the kind of each object."""
    return list(map(_kind, objects))


def modes(objects: Sequence[int]) -> list[int]:
    """Return how each text object is drawn."""
    return list(map(_mode, objects))


def fills(objects: Sequence[int]) -> list[int]:
    """Return red, green, blue, alpha of each object, one after the other."""
    array, at = _numbers(_UInt, 4 * len(objects))
    end = at + 16 * len(objects)
    list(
        map(
            _fill,
            objects,
            range(at, end, 16),
            range(at + 4, end, 16),
            range(at + 8, end, 16),
            range(at + 12, end, 16),
        )
    )
    return _listed(array)


def matrices(objects: Sequence[int]) -> list[float]:
    """Return the six numbers of each object's matrix, one after the other."""
    array, at = _numbers(_Float, 6 * len(objects))
    list(map(_matrix, objects, range(at, at + 24 * len(objects), 24)))
    return _listed(array)


def bounds(objects: Sequence[int]) -> list[float]:
    """Return left, bottom, right, top of each object, one after the other."""
    array, at = _numbers(_Float, 4 * len(objects))
    end = at + 16 * len(objects)
    list(
        map(
            _bounds,
            objects,
            range(at, end, 16),
            range(at + 4, end, 16),
            range(at + 8, end, 16),
            range(at + 12, end, 16),
        )
    )
    return _listed(array)


def counts(paths: Sequence[int]) -> list[int]:
    """Return how many points each path has."""
    return list(map(_segments, paths))


def points(path: int, most: int) -> list[tuple[bool, float, float]]:
    """Return the points of a path, at most so many; true for one that begins a new line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    out = []
    for i in range(min(_segments(path), most)):
        segment = _segment(path, i)
        _segment_point(segment, at_x, at_y)
        out.append((_segment_kind(segment) == pdfium.FPDF_SEGMENT_MOVETO, x.value, y.value))
    return out


def make_part_of_page(page: int) -> bool:
    """Draw what is filled into fields or written on a page as part of it; true where there is any.

    Links, comments and marks are none. The page has to be loaded again to show it.
    """
    for i in range(min(_annotations(page), _MOST_ANNOTATIONS)):
        annotation = _annotation(page, i)
        if not annotation:
            continue
        kind = _annotation_kind(annotation)
        _close_annotation(annotation)
        if kind in _WRITTEN:
            return bool(_flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
    return False


def is_transparent(item: int) -> bool:
    """Tell an object through which what is under it can be seen."""
    return bool(_transparent(item))


def clips(item: int, most: int) -> list[list[tuple[float, float]]]:
    """Return the paths that an object is clipped to, each as its points, at most so many."""
    clip = _clip(item)
    if not clip:
        return []
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    out = []
    for path in range(_clip_paths(clip)):
        found = []
        for i in range(min(_clip_segments(clip, path), most)):
            _segment_point(_clip_segment(clip, path, i), at_x, at_y)
            found.append((x.value, y.value))
        out.append(found)
    return out


def lack_font(texts: Sequence[int]) -> dict[int, int]:
    """Return the text objects whose font is not in the file, each with its font."""
    fonts = list(map(_font, texts))
    absent = {font for font in set(fonts) if font and not _embedded(font)}
    return {text: font for text, font in zip(texts, fonts, strict=True) if font in absent} if absent else {}


def draw_modes(paths: Sequence[int]) -> list[int]:
    """Return for each path how it is filled (0: not) and whether it is stroked, one after the other."""
    array, at = _numbers(_Int, 2 * len(paths))
    end = at + 8 * len(paths)
    list(map(_draw_mode, paths, range(at, end, 8), range(at + 4, end, 8)))
    return _listed(array)


def times(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix that does ``a``, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
