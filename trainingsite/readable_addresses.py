"""Addresses as people could read them: what no text can hold is replaced before anything looks it up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NUL, SHOWN_AS = "\0", "\ufffd"
NUL_SENT, SHOWN_SENT = "%00", "%EF%BF%BD"


def readable_addresses(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let no address bring a NUL to the database: PostgreSQL takes none, so “not found” would be “went wrong”.

    It becomes the sign that browsers show for it, which no record holds: a page says of it what it says of any other
    text that leads nowhere.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        request.path = request.path.replace(NUL, SHOWN_AS)
        request.path_info = request.path_info.replace(NUL, SHOWN_AS)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace(NUL_SENT, SHOWN_SENT)
        return answer(request)

    return answered
