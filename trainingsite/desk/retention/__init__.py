"""How long practice answers are kept: set by the administrator, in Wagtail's settings."""
