"""The training matrix as other programs read it: JSON and CSV."""

import json
from dataclasses import asdict

from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.formats.sheets import csv_chunks


def _iso(day) -> str | None:
    return day.isoformat() if day else None


def cell_values(cell: Cell) -> dict:
    """A cell in plain values; ``due_on`` of a compliant cell is the day it lapses."""
    return {
        "status": cell.status.value,
        "due_on": _iso(cell.due_on),
        "completed_on": _iso(cell.completed_on),
        "valid_until": _iso(cell.valid_until),
        "basis": cell.basis.value if cell.basis else None,
        "told": cell.told,
    }


def matrix_values(matrix: Matrix) -> dict:
    """The whole matrix in plain values."""
    keys = [demand.newest.key for demand in matrix.demands]
    return {
        "practice": matrix.practice.name,
        "ods": matrix.practice.ods_code,
        "on": matrix.on.isoformat(),
        "known_on": matrix.known_on.isoformat(),
        "requirements": [
            {"key": demand.newest.key, "title": demand.newest.title, "kind": demand.newest.kind}
            for demand in matrix.demands
        ],
        "people": [
            {
                "id": str(row.person.key),
                "name": row.person.name,
                "job_role": row.job_role,
                "cells": {key: cell_values(cell) for key, cell in zip(keys, row.cells, strict=True)},
            }
            for row in matrix.rows
        ],
        "totals": {key: asdict(totals) for key, totals in zip(keys, matrix.totals(), strict=True)},
    }


def matrix_json(matrix: Matrix) -> bytes:
    return json.dumps(matrix_values(matrix), indent=2, ensure_ascii=False).encode() + b"\n"


def matrix_csv(matrix: Matrix) -> bytes:
    """One line a person; for each requirement its status, when it was done and when it is due."""
    header = ["Name", "Job role"]
    for demand in matrix.demands:
        header += [f"{demand.newest.title}: {word}" for word in ("status", "done on", "due on")]
    rows = [
        [row.person.name, row.job_role]
        + [value for cell in row.cells for value in (cell.status.label, cell.completed_on, cell.due_on)]
        for row in matrix.rows
    ]
    return b"".join(csv_chunks(header, rows, encoding="utf-8"))
