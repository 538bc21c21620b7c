"""Notices of faults to send to those who filed (整改意见), and the list of all filings with faults."""

from extractor.notices.decisions import Decision, Decisions, read_decisions
from extractor.notices.find import filing_of, filings_of
from extractor.notices.letter import Notice, notice_of
from extractor.notices.page import notice_html
from extractor.notices.word import notice_docx
from extractor.notices.workbook import write_list

__all__ = [
    "Decision",
    "Decisions",
    "Notice",
    "filing_of",
    "filings_of",
    "notice_docx",
    "notice_html",
    "notice_of",
    "read_decisions",
    "write_list",
]
