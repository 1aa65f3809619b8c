from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.schedule import Job, register_job

register_job(Job("daily mail", send_daily_mails, order=90))  # after everything that stores messages for it
