from innovation_portal.utils.delivery import order_due_mail
from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.lost_tasks import put_back_lost_tasks
from innovation_portal.utils.schedule import Job, register_job

register_job(Job("lost tasks", put_back_lost_tasks, order=5))
register_job(Job("daily mail", send_daily_mails, order=90))  # after everything that stores messages for it
register_job(Job("mail", order_due_mail, order=95))
