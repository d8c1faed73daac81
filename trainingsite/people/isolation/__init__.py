"""What each practice's authors see in Wagtail: their own shelves, the shared library, and nobody else's drafts."""
