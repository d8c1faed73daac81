"""What a regulator looks for, and what of the record supports an answer: rows with dates, because it is changing."""

from trainingsite.evidence.frameworks.reading import framework_on
from trainingsite.evidence.frameworks.shown import FrameworkShown, PartShown, StatementShown, Support

__all__ = ["FrameworkShown", "PartShown", "StatementShown", "Support", "framework_on"]
