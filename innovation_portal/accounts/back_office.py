"""People in the Wagtail back office: who they are and which roles they hold."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.users.forms import UserForm
from wagtail.users.views import users

from innovation_portal.accounts.address_change import move_account
from innovation_portal.accounts.anonymising import is_anonymised
from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.accounts.models import User
from innovation_portal.accounts.role_changes import change_roles
from innovation_portal.accounts.role_models import RoleChange, RoleChangeState
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.rules import may_hand_over_access
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import KeepsWhatIsUsed


def say_what_waits(request, changes) -> None:
    """Tell whoever changed roles that a second person has to confirm them."""
    waiting = [change for change in changes if change.state == RoleChangeState.WAITING]
    if waiting:
        text = ngettext(
            "%(count)s change of a role waits until another member of the secretariat confirms it.",
            "%(count)s changes of roles wait until another member of the secretariat confirms them.",
            len(waiting),
        )
        messages.info(request, text % {"count": len(waiting)})


class PersonForm(UserForm):
    """A new person. No password is set here: they choose their own through "forgotten password"."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person opens the account with “Forgotten password” on the sign-in page."),
    )
    first_name = last_name = is_superuser = None
    # Not fields of the model form, which would write them past `change_roles`.
    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.filter(name__in=Role.values),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Membership of an agency is given by the agency itself."),
    )
    reason = forms.CharField(
        label=_("Reason for a change of roles"),
        max_length=RoleChange._meta.get_field("reason").max_length,
        required=False,
        help_text=_("For example the number of the letter of assignment. It stays in the history of roles."),
    )

    class Meta:
        model = User
        fields = ["email", "name", "position"]

    field_order = ["email", "name", "position", "is_active", "groups", "reason"]

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

    def __init__(self, *args, actor, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        if editing_self:
            del self.fields["is_active"], self.fields["groups"], self.fields["reason"]
        else:
            self.fields["groups"].initial = self.instance.groups.all()

    def clean(self):
        """Whoever opened somebody else's account at an own address would be the second person to confirm roles."""
        cleaned = super().clean()
        if is_anonymised(self.instance):
            words = _("This account was erased and stays as it is. Make a new one for the person.")
            raise forms.ValidationError(words)
        for name in ("email", "is_active"):
            hands_over = name in self.changed_data and cleaned.get(name)
            if hands_over and not may_hand_over_access(self.actor, self.instance):
                words = _("This person holds a role or is proposed for one. An administrator has to change this.")
                self.add_error(name, words)
        return cleaned


class SavesRoles:
    """Roles are changed by their service, in the transaction that saves the person."""

    def save_instance(self):
        person = super().save_instance()
        groups = self.form.cleaned_data.get("groups")
        if groups is None:
            return person
        changes = change_roles(
            person.pk,
            actor=self.request.user,
            roles=[Role(group.name) for group in groups],
            reason=self.form.cleaned_data["reason"],
        )
        say_what_waits(self.request, changes)
        return person


class PersonCreate(FreshLoginRequired, SavesRoles, users.CreateView):
    """A new account opens the portal by its roles."""


class PersonEdit(FreshLoginRequired, SavesRoles, users.EditView):
    def get(self, request, *args, **kwargs):
        note_read(request.user, ProtectedRead.PERSON, self.object)
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset=None):
        """A changed e-mail address opens the account by its password letter, so only their like touch superusers."""
        person = super().get_object(queryset)
        if person.is_superuser and not self.request.user.is_superuser:
            raise PermissionDenied
        return person

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.user}

    def save_instance(self):
        """Another address is a service of its own, which ends sessions and writes to both addresses."""
        person = self.form.instance
        new_email, person.email = person.email, self.form.initial["email"]
        saved = super().save_instance()
        move_account(saved.pk, actor=self.request.user, new_email=new_email)
        return saved


class PersonDelete(FreshLoginRequired, KeepsWhatIsUsed, users.DeleteView):
    """Whoever wrote, decided or was written to stays in the history; such an account can be closed instead."""

    in_use = _("The work of %(name)s is kept in the history. Close the account instead.")


class PersonViewSet(users.UserViewSet):
    copy_view_enabled = False  # Wagtail's copy of a person saves the person itself, past everything above
    add_view_class = PersonCreate
    edit_view_class = PersonEdit
    delete_view_class = PersonDelete
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonForm
