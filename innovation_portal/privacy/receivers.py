"""Who signs in by the sign-in page is asked once to read a new privacy notice."""

from allauth.account.signals import user_logged_in
from django.dispatch import receiver

from innovation_portal.privacy.middleware import NOTICE_DUE
from innovation_portal.privacy.selectors import has_to_read_notice


@receiver(user_logged_in)
def ask_to_read_the_notice(sender, request, user, **kwargs):
    if has_to_read_notice(user):
        request.session[NOTICE_DUE] = True
