from django.utils.functional import SimpleLazyObject

from innovation_portal.accounts.desks import desks_of


def desks(request):
    """The desks of the person, looked up only when a template shows them."""
    return {"desks": SimpleLazyObject(lambda: desks_of(request.user))}
