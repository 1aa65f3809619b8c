from innovation_portal.utils.schedule import Job, register_job
from judging.services.checks import erase_old_checks
from judging.services.erasing import erase_objectors
from judging.services.issue_runs import resume_silent_runs
from judging.services.printer_files import delete_old_printer_files, make_lost_printer_files

register_job(Job("objectors", erase_objectors, order=50))
register_job(Job("checks", erase_old_checks, order=55))
register_job(Job("printing", resume_silent_runs, order=60))
register_job(Job("printer files", make_lost_printer_files, order=61))
register_job(Job("old printer files", delete_old_printer_files, order=62))
