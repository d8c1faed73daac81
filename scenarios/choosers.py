"""A chooser among the steps and endings of the scenario that is being written."""

from django import forms
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter


class PlaceChooser(forms.Select):
    """A list that a script fills with the ids now in the form; without one it offers what is there already."""

    def __init__(self, attrs=None, *, among: str):
        super().__init__(attrs={"data-places": among, **(attrs or {})})

    def optgroups(self, name, value, attrs=None):
        """Nothing, and what was chosen before."""
        self.choices = [("", "Choose…"), *((chosen, chosen) for chosen in value if chosen)]
        return super().optgroups(name, value, attrs)

    @property
    def media(self):
        """Wagtail's own script of widgets goes first: ours builds on it."""
        scripts = [versioned_static("wagtailadmin/js/telepath/widgets.js"), "scenarios/places.js"]
        return forms.Media(js=scripts, css={"all": ["scenarios/authoring.css"]})


class PlaceChooserAdapter(WidgetAdapter):
    """What Wagtail's editor is told of the chooser, for the blocks it adds by itself."""

    js_constructor = "scenarios.PlaceChooser"


register(PlaceChooserAdapter(), PlaceChooser)


class PlaceBlock(blocks.CharBlock):
    """The id of a step or an ending of the same scenario. The form as a whole refuses one that is not there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field.widget = PlaceChooser(among="all")
        self.field.widget.is_required = self.field.required

    def deconstruct(self):
        """In migrations it is what it holds: a word."""
        args, kwargs = self._constructor_args
        return ("wagtail.blocks.CharBlock", args, kwargs)
