"""People in Wagtail's settings, for the administrator: an address changes there as everywhere, on the record."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, UserViewSet

from trainingsite.people.credentials import change_address
from trainingsite.people.names import change_name

NO_ADDRESS_NEEDED = "Leave it empty for somebody without an address of their own."


class PersonCreationForm(UserCreationForm):
    """Somebody new. They get in with a code from their manager: nobody else ever knows their password."""

    email = forms.EmailField(required=False, label="E-mail", help_text=NO_ADDRESS_NEEDED)

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(UserEditForm):
    """Somebody's name, groups and address. Name and address are changed by the same actions as everywhere."""

    email = forms.EmailField(required=False, label="E-mail", help_text=NO_ADDRESS_NEEDED)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.address_before = by, self.instance.email
        self.name_before = self.instance.first_name, self.instance.last_name

    @transaction.atomic
    def save(self, commit=True):
        address, self.instance.email = self.instance.email, self.address_before
        first_name, last_name = self.instance.first_name, self.instance.last_name
        self.instance.first_name, self.instance.last_name = self.name_before
        person, now = super().save(commit), timezone.now()
        change_address(person=person, address=address, by=self.by, at=now)
        change_name(person=person, first_name=first_name, last_name=last_name, by=self.by, at=now)
        return person


class PersonEditView(EditView):
    """Wagtail's page about one person, which knows who is changing them."""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonViewSet(UserViewSet):
    """Wagtail's register of people."""

    edit_view_class = PersonEditView

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
