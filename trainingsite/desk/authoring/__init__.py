"""For authors, in Wagtail: where each module, scenario and policy they may edit stands."""
