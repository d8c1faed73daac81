"""Keeping a policy up to date: its review dates, who is reminded of them, and saying that nothing changed."""
