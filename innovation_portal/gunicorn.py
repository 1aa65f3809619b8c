"""Settings of the application server; each can be changed by the environment, see `.env.example`."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
# A thread that waits for the database is not ended by the time above; PostgreSQL ends the statement itself.
raw_env = [f"STATEMENT_SECONDS={os.environ.get('STATEMENT_SECONDS', '60')}"]
keepalive = 5
# A worker is replaced now and then, so that memory taken by a large PDF goes back to the machine.
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"


def child_exit(server, worker):
    """Take what a process that ended had counted out of what is measured as living."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead  # reads the variable when it is imported

        mark_process_dead(worker.pid)
