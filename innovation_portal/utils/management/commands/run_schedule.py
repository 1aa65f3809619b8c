import signal
from threading import Event

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from innovation_portal.utils.schedule import registered_jobs, run_jobs


class Command(BaseCommand):
    help = "Do what is due by the clock (reminders, daily mail), every few minutes until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=120, help="Seconds between two rounds (120).")
        parser.add_argument("--once", action="store_true", help="One round, for a timer of the system.")

    def handle(self, *, interval, once, **options):
        if once:
            failed = run_jobs(registered_jobs())
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}.")
            return
        stopped = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_received: stopped.set())
        while not stopped.is_set():
            close_old_connections()  # the database may have been started again since the last round
            run_jobs(registered_jobs())
            stopped.wait(interval)
