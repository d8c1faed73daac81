"""Importing staff from a file: upload, preview, confirm."""
