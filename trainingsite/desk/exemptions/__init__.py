"""Exemptions: giving one, changing it, ending it early."""
