"""The practice's reports: what there is, one report on a page, and the same as a file."""

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access, note_look_of_the_day
from trainingsite.desk.forms import asked_day
from trainingsite.desk.pictures import on_page
from trainingsite.desk.reports import files
from trainingsite.desk.reports.asking import Report
from trainingsite.desk.reports.choosing import filters_of
from trainingsite.desk.reports.noting import EXPORTED, FORMATS, noted
from trainingsite.desk.reports.options import Options
from trainingsite.desk.reports.register import BY_KEY, REPORTS
from trainingsite.desk.reports.sealed import Behind
from trainingsite.desk.reports.tables import shown
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required

OPENED = "desk.report_opened"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_named(key: str) -> Report:
    """The report with this key. Raises Http404."""
    if key not in BY_KEY:
        raise Http404("There is no such report.")
    return BY_KEY[key]


@second_factor_required
@require_GET
def index(request, ods):
    """Which reports there are, what each is for, and each as a page or a file."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    form, day = asked_day(request, practice, today)
    context = {
        "practice": practice, "form": form, "day": day, "today": today, "reports": REPORTS, "formats": FORMATS,
        "query": "" if day == today else f"?on={day.isoformat()}",
    }  # fmt: skip
    return render(request, "desk/reports/index.html", context)


@second_factor_required
@require_GET
def report(request, ods, report):
    """One report, with its options, what it found, and how that was counted."""
    today = timezone.localdate()
    practice, wanted = managed_practice(request, ods, today), report_named(report)
    options = Options.read(request, wanted, practice, today)
    answer = wanted.answer(options.asked)
    note_look_of_the_day(actor=request.user.key, verb=OPENED, subject=practice.key, at=timezone.now())
    context = {
        "practice": practice,
        "report": wanted,
        "options": options,
        "form": options.form,
        "day": options.asked.day,
        "today": today,
        "answer": answer,
        "problems": options.problems_with(answer),
        "filters": filters_of(options.asked.choice, answer.whole) if answer.whole else None,
        "chosen": options.asked.choice.in_words(answer.whole) if answer.whole else [],
        "sections": [shown(section, is_first=not at) for at, section in enumerate(answer.sections)],
        "pictures": [(picture.drawing.title, on_page(picture)) for picture in answer.pictures],
        "question": files.question(wanted, options.asked, answer),
        "when": capfirst(files.when(wanted, options.asked)),
        "behind": Behind.of(practice).pairs,
        "formats": FORMATS,
    }
    return render(request, "desk/reports/report.html", context)


@second_factor_required
@require_GET
def report_file(request, ods, report, format):
    """One report as a file; that somebody took it is noted. What cannot be answered is said on its page instead."""
    today = timezone.localdate()
    practice, wanted = managed_practice(request, ods, today), report_named(report)
    if format not in FORMATS:
        raise Http404("A report has no such format.")
    options = Options.read(request, wanted, practice, today)
    answer = wanted.answer(options.asked) if options.sense else None
    if answer is None or options.problems_with(answer):
        address = reverse("desk:report", args=[ods, report])
        return redirect(f"{address}?{request.GET.urlencode()}")
    name = files.file_name(wanted, options.asked, format)
    note_access(
        actor=request.user.key, verb=EXPORTED, subject=practice.key, at=timezone.now(),
        detail=noted(wanted, options.asked, format, answer.whole),
    )  # fmt: skip
    response = sent(format, wanted, options.asked, answer)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sent(format: str, wanted: Report, asked, answer) -> HttpResponse | StreamingHttpResponse:
    """The file, piece by piece where it may be large."""
    if format == "csv":
        return StreamingHttpResponse(files.csv_of(wanted, asked, answer), content_type="text/csv; charset=utf-8")
    if format == "xlsx":
        return FileResponse(files.workbook_of(wanted, asked, answer), content_type=XLSX)
    return HttpResponse(files.pdf_of(wanted, asked, answer), content_type="application/pdf")
