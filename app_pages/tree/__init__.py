"""The family tree as a picture to click on; it knows nothing of the page around it."""

from app_pages.tree.component import picked, show
from app_pages.tree.picture import LINES, Words

__all__ = ["LINES", "Words", "picked", "show"]
