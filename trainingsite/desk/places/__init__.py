"""Practices and networks, for the administrators of the site: begun, changed, moved, merged; staff groups and jobs."""
