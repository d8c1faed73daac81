"""Keeping and forgetting: how long personal details are kept, and the disposals that erase them."""
