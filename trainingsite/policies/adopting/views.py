"""What the networks of a practice offer it: read, compared with what it has adopted, adopted from a day on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.people.access import second_factor_required
from trainingsite.policies.adopting import actions
from trainingsite.policies.adopting.forms import AdoptForm
from trainingsite.policies.changes import changes_between
from trainingsite.policies.files.answers import the_file
from trainingsite.policies.offers import offer_to, offers_to, practices_looked_after, what_it_asks
from trainingsite.policies.versions import content_of


@second_factor_required
@require_GET
def adopting(request):
    """The policies of the networks of the practices that the person looks after: what waits comes first."""
    today = timezone.localdate()
    practices = list(practices_looked_after(request.user, today))
    if not practices:
        raise Http404("This person looks after no practice's policies.")
    offers = offers_to(practices, today)
    context = {
        "waiting": [offer for offer in offers if offer.waits],
        "others": [offer for offer in offers if not offer.waits],
    }
    return render(request, "policies/adopting/list.html", context)


@second_factor_required
@require_GET
def adoptable(request, version_key, ods):
    """The text of a network's version, and what has changed since the one that the practice has adopted."""
    offer = _offer(request, version_key, ods)
    try:
        return _shown(request, offer, _form(request, offer))
    except actions.PublishedByThem as theirs:
        return _shown(request, offer, theirs=theirs)


@second_factor_required
@require_GET
def file(request, version_key, ods):
    """The very file of a network's version, where the policy is one."""
    version = _offer(request, version_key, ods).version
    return the_file(content_of(version), version.number)


def _offer(request, version_key, ods):
    """The version as it is offered to one of the person's practices. Raises Http404 for anybody else's."""
    today = timezone.localdate()
    practice = practices_looked_after(request.user, today).filter(ods_code__iexact=ods).first()
    offer = offer_to(practice, version_key, today) if practice else None
    if offer is None:
        raise Http404("No such version in the networks of this person's practices.")
    return offer


def _form(request, offer, data=None):
    """What there is to fill in. Raises PublishedByThem."""
    today = timezone.localdate()
    alone = actions.adopts_alone(offer.version, offer.practice, request.user, today)
    return AdoptForm(data, earliest=max(today, offer.version.effective_on), alone=alone)


def _shown(request, offer, form=None, status=200, theirs=None):
    content = content_of(offer.version)
    changes = changes_between(content_of(offer.adopted), content) if offer.adopted else []
    _, asks = what_it_asks(offer.version, offer.adopted)
    context = {"offer": offer, "content": content, "changes": changes, "asks": asks, "form": form, "theirs": theirs}
    return render(request, "policies/adopting/version.html", context, status=status)


@second_factor_required
@require_POST
def adopt(request, version_key, ods):
    """Make the version the practice's own from the chosen day."""
    offer = _offer(request, version_key, ods)
    try:
        form = _form(request, offer, request.POST)
        if not form.is_valid():
            return _shown(request, offer, form, status=400)
        adopted = actions.adopt(
            version=offer.version, practice=offer.practice, by=request.user, at=timezone.now(),
            effective_on=form.cleaned_data["effective_on"],
        )  # fmt: skip
    except actions.PublishedByThem as theirs:
        return _shown(request, offer, theirs=theirs, status=409)
    except actions.NewerAdopted:
        messages.info(request, "A newer version has been adopted at your practice meanwhile.")
        return redirect("policies:adopting")
    messages.success(
        request,
        f"{offer.practice.name} has adopted the {adopted.title}, version {adopted.number},"
        f" in force from {adopted.effective_on:%-d %B %Y}.",
    )
    return redirect("policies:adopting")


@second_factor_required
@require_POST
def stop(request, version_key, ods):
    """Stop following the policy at the practice: it is archived there, and no newer version is offered."""
    offer = _offer(request, version_key, ods)
    if offer.adopted is None:
        raise Http404("The practice follows nothing that it could stop following.")
    actions.stop_following(offer.adopted, by=request.user, at=timezone.now())
    messages.success(
        request, f"{offer.practice.name} no longer follows the {offer.version.title}. Nobody is asked to sign it."
    )
    return redirect("policies:adopting")


@second_factor_required
@require_POST
def follow_again(request, version_key, ods):
    """Follow the policy again, as it was adopted last."""
    offer = _offer(request, version_key, ods)
    if offer.adopted is None:
        raise Http404("The practice has followed nothing that it could follow again.")
    actions.follow_again(offer.adopted, by=request.user, at=timezone.now())
    messages.success(request, f"{offer.practice.name} follows the {offer.version.title} again.")
    return redirect("policies:adopting")
