"""The official forms, their labels, the section titles and the rules, as data files and a strict loader."""

from extractor.forms.form import ArithmeticIdentity, Block, Column, Form, Forms, Row, Table
from extractor.forms.loader import load_forms

__all__ = ["ArithmeticIdentity", "Block", "Column", "Form", "Forms", "Row", "Table", "load_forms"]
