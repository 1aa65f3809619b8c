from functools import partial

from innovation_portal.operations.heartbeats import note_heartbeat
from innovation_portal.operations.models import Heartbeat
from innovation_portal.utils.schedule import Job, register_job

# Last, so that it says of a whole round that it was gone through.
register_job(Job("sign of life", partial(note_heartbeat, Heartbeat.SCHEDULE), order=1000))
