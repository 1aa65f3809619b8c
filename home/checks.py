"""System checks for what an operator can forget of the public side."""

from django.core.checks import Warning, register

from home.models import HomePage
from innovation_portal.operations.checks.state import with_tables


@register(deploy=True)
@with_tables
def site_is_set_up(app_configs, **kwargs):
    """Without the first pages the portal answers every address of its public side with "not found"."""
    if HomePage.objects.live().filter(sites_rooted_here__is_default_site=True).exists():
        return []
    return [Warning("The portal has no first page.", hint="manage.py set_up_site", id="home.W001")]
