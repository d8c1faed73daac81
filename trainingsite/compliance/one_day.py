"""Reads how everybody stood on one day out of kept timelines, and leaves the other thousand days packed.

What is kept is JSON as ``timelines.pack`` writes it, without spaces. An export asks for one standing of some hundred
thousand cells: to build every number of every segment first would take longer than all the rest.
"""

import json
import zlib
from collections.abc import Iterator

LIVES, STAYS, CELLS = ',"lives":{', '":{"stays":', ',"cells":'
BETWEEN_LIVES, BETWEEN_CELLS, BETWEEN_SEGMENTS = "},", "]],[[", "],["
DIGITS = 6  # of the number of a day, from the year 274 to the year 2738: as texts they are in the same order


def read(body: bytes) -> tuple[list[dict], Iterator[tuple[int, list[list], str]]]:
    """What is asked; and of each person their row number, their stays, and the text of their cells."""
    head, _, rest = zlib.decompress(body).decode().partition(LIVES)
    return json.loads(head + "}")["asked"], map(_life, rest[:-3].split(BETWEEN_LIVES) if len(rest) > 3 else ())


def _life(text: str) -> tuple[int, list[list], str]:
    key, _, rest = text.partition(STAYS)
    stays, _, cells = rest.partition(CELLS)
    return int(key[1:]), json.loads(stays), cells[3:-3]


def standing_in(cell: str, number: str) -> str:
    """The text of a cell's standing on the day with this number: of the last segment that had begun by then."""
    segments = cell.split(BETWEEN_SEGMENTS)
    place = len(segments) - 1
    while segments[place][:DIGITS] > number:
        place -= 1
    return segments[place][DIGITS + 1 :]
