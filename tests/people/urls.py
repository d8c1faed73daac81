"""The site with three more pages: one for anybody signed in, one for a second factor, one to be signed."""

from django.http import HttpResponse, JsonResponse
from django.urls import path

from trainingsite.people import reauth
from trainingsite.people.access import second_factor_required, signed_in
from trainingsite.people.reauth import recently_authenticated
from trainingsite.urls import urlpatterns as site


@signed_in
def open_page(request):
    return HttpResponse("open")


@second_factor_required
def desk(request):
    return HttpResponse("desk")


@recently_authenticated
def sign(request):
    typed = {name: request.POST.getlist(name) for name in request.POST if not name.startswith("confirm_")}
    return JsonResponse({"typed": typed, "method": reauth.method_of(request)})


urlpatterns = [path("open/", open_page), path("desk/", desk), path("sign/", sign), *site]
