"""Files that a page links to and that hold its tables: found in the input, and read with the page as one filing."""

from extractor.attachments.find import Joining, in_container, in_folders
from extractor.attachments.join import Attachment, joined, wanted

__all__ = ["Attachment", "Joining", "in_container", "in_folders", "joined", "wanted"]
