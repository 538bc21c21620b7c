"""What a report states in words: its sentences → numbers with their scope, period and place."""

from extractor.narrative.build import build, read_drafts

__all__ = ["build", "read_drafts"]
