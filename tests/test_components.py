"""Form fields as every page shows them."""

import pytest
from django import forms
from django.template import engines

from trainingsite.components import error_summary, field, fields


class QueryForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, initial="k1")
    question = forms.CharField(
        label="Your question",
        help_text="We answer within a week",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your question"},
    )
    answer = forms.ChoiceField(
        label="Would you post it?",
        choices=[("yes", "Yes"), ("no", "No <never>")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )
    agreed = forms.BooleanField(label="I have read it", error_messages={"required": "Tick the box"})

    def clean(self):
        self.add_error(None, "The policy has changed")


def html(*lines: str) -> str:
    return "".join(lines)


def test_a_field_has_its_label_and_its_hint():
    assert field(QueryForm()["question"]) == html(
        '<div class="nhsuk-form-group">',
        '<label class="nhsuk-label" for="id_question">Your question</label>',
        '<div class="nhsuk-hint" id="id_question-hint">We answer within a week</div>',
        '<textarea name="question" cols="40" rows="4" class="nhsuk-textarea" aria-describedby="id_question-hint" ',
        'required id="id_question">\n</textarea></div>',
    )


def test_a_field_in_error_says_what_to_do_and_keeps_what_was_typed():
    form = QueryForm({"agreed": "on", "answer": "perhaps", "question": ""})

    assert field(form["question"]) == html(
        '<div class="nhsuk-form-group nhsuk-form-group--error">',
        '<label class="nhsuk-label" for="id_question">Your question</label>',
        '<div class="nhsuk-hint" id="id_question-hint">We answer within a week</div>',
        '<span class="nhsuk-error-message" id="id_question-error">',
        '<span class="nhsuk-u-visually-hidden">Error:</span> Write your question</span>',
        '<textarea name="question" cols="40" rows="4" class="nhsuk-textarea nhsuk-textarea--error" ',
        'aria-describedby="id_question-hint id_question-error" required aria-invalid="true" id="id_question">',
        "\n</textarea></div>",
    )


def test_choices_are_one_question_and_the_chosen_one_is_kept():
    form = QueryForm({"answer": "no", "question": "Why?", "agreed": "on"})

    assert field(form["answer"]) == html(
        '<div class="nhsuk-form-group"><fieldset class="nhsuk-fieldset">',
        '<legend class="nhsuk-fieldset__legend">Would you post it?</legend><div class="nhsuk-radios">',
        '<div class="nhsuk-radios__item"><input type="radio" name="answer" value="yes" ',
        'class="nhsuk-radios__input" id="id_answer_0" required>',
        '<label class="nhsuk-label nhsuk-radios__label" for="id_answer_0">Yes</label></div>',
        '<div class="nhsuk-radios__item"><input type="radio" name="answer" value="no" ',
        'class="nhsuk-radios__input" id="id_answer_1" checked required>',
        '<label class="nhsuk-label nhsuk-radios__label" for="id_answer_1">No &lt;never&gt;</label></div>',
        "</div></fieldset></div>",
    )


def test_a_declaration_is_one_box_to_tick():
    assert field(QueryForm()["agreed"]) == html(
        '<div class="nhsuk-form-group"><div class="nhsuk-checkboxes"><div class="nhsuk-checkboxes__item">',
        '<input type="checkbox" name="agreed" class="nhsuk-checkboxes__input" required id="id_agreed">',
        '<label class="nhsuk-label nhsuk-checkboxes__label" for="id_agreed">I have read it</label>',
        "</div></div></div>",
    )


def test_the_error_summary_leads_to_each_field_that_can_be_reached():
    assert error_summary(QueryForm({})) == html(
        '<div class="nhsuk-error-summary" role="alert" tabindex="-1" autofocus>',
        '<h2 class="nhsuk-error-summary__title">There is a problem</h2>',
        '<ul class="nhsuk-list nhsuk-error-summary__list">',
        "<li>The policy has changed</li>",
        "<li>This field is required.</li>",
        '<li><a href="#id_question">Write your question</a></li>',
        '<li><a href="#id_answer_0">Choose an answer</a></li>',
        '<li><a href="#id_agreed">Tick the box</a></li>',
        "</ul></div>",
    )


@pytest.mark.parametrize("form", [QueryForm(), forms.Form({})])
def test_without_an_error_there_is_no_summary(form):
    assert error_summary(form) == ""


def test_a_whole_form_begins_with_what_is_hidden():
    form = QueryForm()
    shown = "\n".join(field(form[name]) for name in ("question", "answer", "agreed"))

    assert fields(form) == f'<input type="hidden" name="key" value="k1" id="id_key">{shown}'


def test_templates_reach_them_by_name():
    template = engines["django"].from_string("{% load components %}{% field form.agreed %}{% error_summary form %}")
    form = QueryForm()

    assert template.render({"form": form}) == field(form["agreed"])
