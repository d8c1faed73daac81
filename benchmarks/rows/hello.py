"""An empty view: the floor of this machine, under which no page can come."""

from benchmarks.site import Site


def measure(site: Site) -> None:
    request = f"GET /healthz/ HTTP/1.1\r\nHost: {site.host}:{site.port}\r\n\r\n"
    site.row("hello", "requests/s", site.per_second([(request, "alive")], at_once=8))
