"""How long personal data of the public is kept, and why: the one table that says so.

Source: Law 27/2022 on the protection of personal data, article 43: data that are no longer needed for their purpose
are erased. The spans are our own.
"""

from datetime import timedelta

# After the last answer or the rejection; time enough to ask back.
FEEDBACK_WRITERS = timedelta(days=180)
# Of feedback that nobody dealt with.
FORGOTTEN_FEEDBACK = timedelta(days=365)
# What lets an address count once a day holds the visitor's fingerprint of that day, kept while somebody may look into
# an attack.
USEFUL_VISITORS = timedelta(days=7)
