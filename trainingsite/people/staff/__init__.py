"""A practice's people as its managers keep them: joining, jobs, leave, duties and last days, one change at a time."""
