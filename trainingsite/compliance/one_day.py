"""Reads how everybody stood on one day out of kept timelines, and leaves the other thousand days packed.

What is kept is JSON as ``timelines.pack`` writes it, without spaces. An export asks for one standing of some hundred
thousand cells: to build every number of every segment first would take longer than all the rest.
"""

import json
import zlib
from typing import NamedTuple

LIVES, STAYS, CELLS = ',"lives":{', '":{"stays":', ',"cells":'
BETWEEN_LIVES, BETWEEN_CELLS, BETWEEN_SEGMENTS = "},", "]],[[", "],["
DIGITS = 6  # of the number of a day, from the year 274 to the year 2738: as texts they are in the same order


class Life(NamedTuple):
    """Of one person: their row number, the times they were there, and the text of their cells."""

    person_id: int
    stays: list[list]
    cells: str


def read(body: bytes) -> tuple[list[dict], list[Life]]:
    """What is asked, and how everybody stood."""
    head, _, rest = zlib.decompress(body).decode().partition(LIVES)
    keys, stays, cells = [], [], []
    for text in rest[:-3].split(BETWEEN_LIVES) if len(rest) > 3 else ():
        key, _, life = text.partition(STAYS)
        there, _, standings = life.partition(CELLS)
        keys.append(int(key[1:]))
        stays.append(there)
        cells.append(standings[3:-3])
    return json.loads(head + "}")["asked"], list(map(Life, keys, json.loads(f"[{','.join(stays)}]"), cells))


def standing_in(cell: str, number: str) -> str:
    """The text of a cell's standing on the day with this number: of the last segment that had begun by then."""
    segments = cell.split(BETWEEN_SEGMENTS)
    place = len(segments) - 1
    while segments[place][:DIGITS] > number:
        place -= 1
    return segments[place][DIGITS + 1 :]
