from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class UtilsConfig(AppConfig):
    name = "innovation_portal.utils"
    label = "utils"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from innovation_portal.utils import checks, database_clock  # noqa: F401  register themselves; need the apps
        from innovation_portal.utils.wagtail_exports import write_csv_as_ours

        autodiscover_modules("schedule")
        write_csv_as_ours()
        self.start_audit()

    def start_audit(self):
        """Tell every connection who writes, and keep the triggers of the audit beside the tables (docs/audit.md)."""
        from django_tasks.signals import task_finished, task_started

        from innovation_portal.utils.audit import checks, jobs  # noqa: F401  register themselves
        from innovation_portal.utils.audit.connections import prepare_connection
        from innovation_portal.utils.audit.origin import begin_task, end_task
        from innovation_portal.utils.audit.triggers.installing import after_migrating, before_migrating

        connection_created.connect(prepare_connection, dispatch_uid="audit")
        pre_migrate.connect(before_migrating, sender=self, dispatch_uid="audit")
        post_migrate.connect(after_migrating, sender=self, dispatch_uid="audit")
        task_started.connect(begin_task, dispatch_uid="audit")
        task_finished.connect(end_task, dispatch_uid="audit")
