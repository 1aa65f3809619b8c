from home.services.card_sweep import order_card_sweep
from home.services.dumps import delete_old_dumps, order_dumps
from innovation_portal.utils.schedule import Job, register_job

register_job(Job("open data", order_dumps, order=70))
register_job(Job("old open data", delete_old_dumps, order=71))
register_job(Job("old share cards", order_card_sweep, order=72))
