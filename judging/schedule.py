from innovation_portal.utils.schedule import Job, register_job
from judging.services.issue_runs import resume_silent_runs
from judging.services.printer_files import make_lost_printer_files

register_job(Job("printing", resume_silent_runs, order=60))
register_job(Job("printer files", make_lost_printer_files, order=61))
