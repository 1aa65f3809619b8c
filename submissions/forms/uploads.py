from django import forms


class UploadStartForm(forms.Form):
    """What the browser knows of a file before it sends it in pieces."""

    name = forms.CharField(max_length=250)
    size = forms.IntegerField(min_value=0)
    fingerprint = forms.CharField(max_length=300)
    title = forms.CharField(max_length=200, required=False)


class PieceForm(forms.Form):
    offset = forms.IntegerField(min_value=0)
    piece = forms.FileField()
