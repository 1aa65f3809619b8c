from innovation_portal.utils.schedule import Job, register_job
from submissions.services.feedback_erasing import erase_old_feedback, forget_useful_visitors
from submissions.services.reminders import send_due_reminders

register_job(Job("reminders", send_due_reminders, order=10))
register_job(Job("old feedback", erase_old_feedback, order=51))
register_job(Job("useful visitors", forget_useful_visitors, order=52))
