"""People in the Wagtail back office: who they are and which roles they hold."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm
from wagtail.users.views import users

from innovation_portal.accounts.address_change import move_account
from innovation_portal.accounts.models import User
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.back_office import KeepsWhatIsUsed


def may_change_access(actor: User, person: User) -> bool:
    """Nobody changes the own roles or closes the own account, and only their like touch superusers."""
    return actor.pk != person.pk and (actor.is_superuser or not person.is_superuser)


class PersonForm(UserForm):
    """A new person. No password is set here: they choose their own through "forgotten password"."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person opens the account with “Forgotten password” on the sign-in page."),
    )
    first_name = last_name = is_superuser = None

    class Meta:
        model = User
        fields = ["email", "name", "position", "groups"]
        labels = {"groups": _("Roles")}
        help_texts = {"groups": _("Membership of an agency is given by the agency itself.")}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Group.objects.filter(name__in=Role.values)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(PersonForm):
    """Changing a person. Nobody closes the own account or changes the own roles."""

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "is_active"]

    def __init__(self, *args, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"], self.fields["groups"]


class PersonEdit(users.EditView):
    def get_object(self, queryset=None):
        """A changed e-mail address opens the account by its password letter, so only their like touch superusers."""
        person = super().get_object(queryset)
        if person.is_superuser and not self.request.user.is_superuser:
            raise PermissionDenied
        return person

    def save_instance(self):
        """Another address is a service of its own, which ends sessions and writes to both addresses."""
        person = self.form.instance
        new_email, person.email = person.email, self.form.initial["email"]
        saved = super().save_instance()
        move_account(saved.pk, actor=self.request.user, new_email=new_email)
        return saved


class PersonDelete(KeepsWhatIsUsed, users.DeleteView):
    """Whoever wrote, decided or was written to stays in the history; such an account can be closed instead."""

    in_use = _("The work of %(name)s is kept in the history. Close the account instead.")


class PersonViewSet(users.UserViewSet):
    edit_view_class = PersonEdit
    delete_view_class = PersonDelete
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonForm
