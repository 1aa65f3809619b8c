from innovation_portal.utils.schedule import Job, register_job
from submissions.services.reminders import send_due_reminders

register_job(Job("reminders", send_due_reminders, order=10))
