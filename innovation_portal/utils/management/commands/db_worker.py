from django_tasks_db.management.commands.db_worker import Command as QueueCommand

from innovation_portal.utils.lost_tasks import signs_of_life


class Command(QueueCommand):
    """The worker of the queue, which also says that it lives, so that others can finish what it leaves when killed."""

    def handle(self, *, worker_id, **options):
        with signs_of_life(worker_id):
            super().handle(worker_id=worker_id, **options)
