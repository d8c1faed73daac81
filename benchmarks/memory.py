"""How much memory the processes of a server take, and took at most, as Linux counts it."""

from pathlib import Path

PROC = Path("/proc")
FORGET_THE_PEAK = "5"
KILOBYTES = 1024


def family(pid: int) -> list[int]:
    """A process and everything that it started."""
    found = [pid]
    for each in found:
        for task in (PROC / str(each) / "task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def forget_peaks(pid: int) -> None:
    """Let what is the most so far be what it is now."""
    for each in family(pid):
        (PROC / str(each) / "clear_refs").write_text(FORGET_THE_PEAK)


def megabytes_at_most(pid: int) -> list[float]:
    """The peak of each process since then."""
    return [_of(each, "VmHWM") for each in family(pid)]


def megabytes_now(pid: int) -> list[float]:
    return [_of(each, "VmRSS") for each in family(pid)]


def _of(pid: int, name: str) -> float:
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    return next((int(line.split()[1]) / KILOBYTES for line in lines if line.startswith(f"{name}:")), 0.0)
