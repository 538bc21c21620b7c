"""The panel as files: CSV and Parquet, Stata and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from extractor.analysis.codebook import entries
from extractor.analysis.wide import STATUSES
from extractor.writers.spreadsheet import inert

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.analysis.panel import Panel

FORMATS = ("csv", "parquet", "dta", "xlsx")
_EXCEL_ROWS = 1_048_575  # below the header
_STATA_LABEL = 80
_TEMPLATES = {0: "—", 2014: "2014", 2019: "2019", 2021: "2021"}


def write_panel(
    panel: Panel, folder: Path, formats: tuple[str, ...] = FORMATS, *, bom: bool = False
) -> list[Path]:
    """Write the panel and its companion of statuses in each format; return the files.

    ``panel.*`` and ``panel_status.*``, ``left_out.csv``; the workbook holds both and the codebook as
    sheets, split by year where they have more lines than a sheet. ``bom``: CSVs begin with a byte order
    mark, for spreadsheets that take UTF-8 for something else without it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    tables = {"panel": panel.numbers, "panel_status": panel.status}
    for kind in formats:
        if kind == "xlsx":
            written.append(_workbook(panel, folder / "panel.xlsx"))
            continue
        for name, frame in tables.items():
            path = folder / f"{name}.{kind}"
            if kind == "csv":
                _csv(frame, path, bom=bom)
            elif kind == "parquet":
                frame.to_parquet(path, index=False, compression="zstd")
            else:
                _stata(frame, panel.keys, path)
            written.append(path)
    _csv(panel.left_out, folder / "left_out.csv", bom=bom)
    return [*written, folder / "left_out.csv"]


def _csv(frame: pd.DataFrame, path: Path, *, bom: bool) -> None:
    frame = _inert(frame)
    encoding = "utf-8-sig" if bom else "utf-8"
    frame.to_csv(path, index=False, encoding=encoding, lineterminator="\n", date_format="%Y-%m-%d")


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {str(c): frame[c].map(inert, na_action="ignore") for c in frame if frame[c].dtype == "string"}
    return frame.assign(**texts)


def _stata(frame: pd.DataFrame, keys: tuple[str, ...], path: Path) -> None:
    """Write a ``.dta`` (version 118: Unicode) with labels of variables and values."""
    codes: dict[str, dict[Any, str]] = {"template": _TEMPLATES, "conflict": {0: "no", 1: "conflict"}}
    columns: dict[str, Any] = {}
    for name in map(str, frame.columns):
        column = frame[name]
        if name == "template":
            columns[name] = column.fillna("0").astype("int16")
        elif isinstance(column.dtype, pd.CategoricalDtype) and name not in keys:
            columns[name] = column.cat.codes.astype("int8")
            codes[name] = dict(enumerate(STATUSES))
        elif pd.api.types.is_numeric_dtype(column.dtype):
            columns[name] = column.astype("float64")
        elif column.dtype.kind == "M":
            columns[name] = column
        else:
            columns[name] = column.astype("string").fillna("").astype(object)
    labels = {e.short: f"{e.label} {e.unit}".strip()[:_STATA_LABEL] for e in entries() if e.short in columns}
    pd.DataFrame(columns).to_stata(
        path,
        write_index=False,
        version=118,
        variable_labels=labels,
        value_labels={k: v for k, v in codes.items() if k in columns},
        convert_dates={"published": "td"},
        time_stamp=pd.Timestamp("2000-01-01").to_pydatetime(),
    )


def _workbook(panel: Panel, path: Path) -> Path:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        for name, frame in (("panel", panel.numbers), ("status", panel.status)):
            for sheet, part in _parts(name, frame, _EXCEL_ROWS):
                _sheet(book, sheet, part, len(panel.keys))
        _sheet(book, "codebook", pd.DataFrame([e._asdict() for e in entries()]), 1)
        _sheet(book, "left_out", panel.left_out, 1)
    return path


def _parts(name: str, frame: pd.DataFrame, most: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the sheets of a frame: one, or where that is too long one for each year (in parts, if need be)."""
    if len(frame) <= most:
        yield name, frame
        return
    for year, group in frame.groupby("year", sort=True):
        for start in range(0, len(group), most):
            part = f"-{start // most + 1}" if len(group) > most else ""
            yield f"{name}-{year}{part}", group.iloc[start : start + most]


def _sheet(book: xlsxwriter.Workbook, name: str, frame: pd.DataFrame, frozen: int) -> None:
    """Write a frame as a sheet: its header stays in sight, and every text is a text, never a formula."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, str(title), bold)
    lists = [frame[c].tolist() for c in frame]
    for line, values in enumerate(zip(*lists, strict=True), 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif isinstance(value, pd.Timestamp):
                sheet.write_datetime(line, column, value.to_pydatetime(), date)
            elif not pd.isna(value):
                sheet.write_number(line, column, value)
