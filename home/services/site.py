"""The first pages of the portal, its default site, and the rights of the editors."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import (
    AgenciesPage,
    AgendaPage,
    CataloguePage,
    CompetitionPage,
    DocumentsPage,
    HomePage,
    NewsIndexPage,
    PortalSettings,
    QuestionsPage,
    StandardPage,
    StatisticsPage,
    WinnersPage,
)
from home.models.innovations import CATALOGUE_SLUG
from home.services import first_texts
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.privacy.services.notices import install_first_notice
from submissions.services.iid_tables import install_indicator_tables

# Who writes submits, the head of editors publishes: two people see what the public reads.
WRITING_RIGHTS = ("add_page", "change_page")
PUBLISHING_RIGHTS = (*WRITING_RIGHTS, "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
PAGE_RIGHTS = {
    Role.SECRETARIAT: WRITING_RIGHTS,
    Role.EDITORIAL: WRITING_RIGHTS,
    Role.HEAD_EDITOR: PUBLISHING_RIGHTS,
}
FILE_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def set_up_site() -> HomePage:
    """Make what the portal needs before anybody edits it; what exists already is left as it is."""
    sync_role_groups()
    install_indicator_tables()
    install_first_notice()
    root = Page.get_first_root_node()
    home = _child(root, HomePage, slug="beranda", **first_texts.HOME)
    _serve(home)
    _child(home, CataloguePage, slug=CATALOGUE_SLUG, show_in_menus=True, **first_texts.CATALOGUE)
    _child(home, CompetitionPage, slug="kompetisi", show_in_menus=True, **first_texts.COMPETITION)
    _child(home, WinnersPage, slug="pemenang", show_in_menus=True, **first_texts.WINNERS)
    _child(home, AgenciesPage, slug="perangkat-daerah", show_in_menus=True, **first_texts.AGENCIES)
    _child(home, StatisticsPage, slug="statistik", **first_texts.STATISTICS)
    _child(home, NewsIndexPage, slug="kabar", show_in_menus=True, **first_texts.NEWS)
    _child(home, AgendaPage, slug="agenda", show_in_menus=True, **first_texts.AGENDA)
    _child(home, DocumentsPage, slug="pedoman", **first_texts.DOCUMENTS)
    _child(home, QuestionsPage, slug="pertanyaan", **first_texts.QUESTIONS)
    for slug, texts in first_texts.STANDARD_PAGES.items():
        _child(home, StandardPage, slug=slug, **texts)
    PortalSettings.objects.get_or_create(defaults={"legal_basis": first_texts.LEGAL_BASIS})
    _give_page_rights(root)
    _give_file_rights()
    _let_the_head_moderate(root)
    return home


def _child(parent: Page, model: type[Page], *, slug: str, **fields) -> Page:
    """Return the page at that address; an older portal may hold another kind of page there, which stays."""
    page = Page.objects.child_of(parent).filter(slug=slug).specific().first()
    return page or parent.add_child(instance=model(slug=slug, **fields))


def _serve(home: HomePage) -> None:
    """Make `home` the root of the default site and remove the page that Wagtail's installation puts there."""
    address = urlsplit(settings.PORTAL_ADDRESS)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _created = Site.objects.get_or_create(
        is_default_site=True, defaults={"root_page": home, "hostname": address.hostname, "port": port}
    )
    if site.root_page_id == home.pk:
        return
    welcome, site.root_page = site.root_page, home
    site.hostname, site.port, site.site_name = address.hostname, port, settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()


def _give_page_rights(root: Page) -> None:
    for role, codenames in PAGE_RIGHTS.items():
        group = Group.objects.get(name=role.value)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    # Wagtail's own two groups would stand beside the roles of the portal and confuse the secretariat.
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


def _give_file_rights() -> None:
    files = Collection.get_first_root_node()
    for role in (Role.EDITORIAL, Role.HEAD_EDITOR):
        group = Group.objects.get(name=role.value)
        for permission in Permission.objects.filter(codename__in=FILE_RIGHTS):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=files, permission=permission)


def _let_the_head_moderate(root: Page) -> None:
    """Pages of editors and secretariat wait for the head of editors: one workflow on the whole tree."""
    workflow, created = Workflow.objects.get_or_create(name=first_texts.WORKFLOW)
    if not created:
        return
    approval = GroupApprovalTask.objects.create(name=first_texts.WORKFLOW)
    approval.groups.add(Group.objects.get(name=Role.HEAD_EDITOR.value))
    WorkflowTask.objects.create(workflow=workflow, task=approval, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    Workflow.objects.exclude(pk=workflow.pk).filter(workflow_pages__isnull=True, workflow_states__isnull=True).delete()
