from django import forms

from sdgplatform.ui.forms import MultilingualField, PageForm


class SampleForm(PageForm, forms.Form):
    title = MultilingualField(
        label="Title", help_text="Say what people learn; leave out place and year.", max_length=120
    )
    start = forms.DateField(label="Start date", widget=forms.DateInput({"type": "date"}))
    languages = forms.MultipleChoiceField(
        label="Languages",
        help_text="Spoken in the room.",
        choices=[("es", "Spanish"), ("pt-br", "Portuguese")],
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.IntegerField(
        label="Places",
        min_value=18,
        error_messages={"min_value": "18 people are accepted already, so 18 or more."},
        widget=forms.NumberInput({"class": "w-chars-10"}),
    )
    visibility = forms.ChoiceField(
        label="Who sees the page",
        choices=[("public", "Everyone"), ("network", "Members of the networks")],
        widget=forms.RadioSelect,
    )
    letter = forms.BooleanField(
        label="Ask for a commitment letter of the city", required=False, help_text="PDF or photo."
    )
    venue = forms.ChoiceField(
        label="Venue", choices=[("", "Choose"), ("1", "Academia Nacional de Ciencias")], required=False
    )
    access = forms.CharField(label="Access", required=False, widget=forms.Textarea({"rows": 3}))
    call = forms.FileField(
        label="Text of the call", required=False, widget=forms.FileInput({"class": "w-chars-20"})
    )


class SampleFilter(forms.Form):
    q = forms.CharField(label="Find", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("open", "Open")], required=False)


class SampleUpload(forms.Form):
    parts = forms.FileField(label="Files", required=False)
