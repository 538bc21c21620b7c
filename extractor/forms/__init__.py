"""The official forms, their labels, the section titles and the rules, as data files and a strict loader."""

from extractor.forms.added import LabelAlias
from extractor.forms.form import ArithmeticIdentity, Block, Column, Form, Forms, Row, Table
from extractor.forms.instances import Instance, instances
from extractor.forms.loader import load_forms, use_aliases
from extractor.forms.narration import Narration, Quantity
from extractor.forms.rule import Example, Rule, Rulebook

__all__ = [
    "ArithmeticIdentity",
    "Block",
    "Column",
    "Example",
    "Form",
    "Forms",
    "Instance",
    "LabelAlias",
    "Narration",
    "Quantity",
    "Row",
    "Rule",
    "Rulebook",
    "Table",
    "instances",
    "load_forms",
    "use_aliases",
]
