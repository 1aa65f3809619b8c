"""How often one may ask, by action: "300/m/ip,600/m/key" is 300 a minute from one address and 600 in all.

`ip` is the visitor's network address, `user` who is signed in, `key` what the page adds: a number, a mail address.
allauth counts all of them; what it guards besides (changing a password, a second step) has its own defaults.
"""

RATE_LIMITS = {
    # Of one account only wrong passwords count: who knows the right one is never kept out by a guesser's address.
    "login": "30/m/ip",
    # Nobody can use up another person's letters and have the own request refused: the answer stays the same, and the
    # link of an earlier letter works. The limits of wrong passwords are set with LOGIN_LOCK_MINUTES.
    "reset_password": "20/m/ip",
    "reset_letter": "3/15m/key",
    "address_change": "5/h/user",
    # A village behind one address may object, a machine may not flood the secretariat.
    "objection": "20/h/ip",
    # A hall full of people behind one address may open a certificate; the four characters that stand beside a typed
    # number are 810,000 possibilities, which ten attempts an hour at one number never get through.
    "certificate_page": "300/m/ip,600/m/key",
    "certificate_typed": "30/10m/ip,10/h/key",
    "certificate_copy": "10/10m/ip,60/10m/key",
    "certificate_refused": "1/h/ip",
    "open_data": "300/m/ip",
    # Only cards that were never drawn count; a drawn one is a file.
    "share_card": "30/m/ip,120/m/key",
    # Feedback without proof of work comes from browsers without scripts, and from programs.
    "feedback": "20/h/ip",
    "feedback_unproven": "4/h/ip",
    # Receipts to one address, which anybody may have typed.
    "feedback_receipt": "5/d/key",
    "useful": "60/h/ip",
    # An office of hundreds behind one address, each typing a few searches a minute.
    "search": "240/m/ip",
    "public_file": "60/m/ip",
    # Each of its answers begins a session, for people who sign in with a passkey.
    "passkey": "30/m/ip",
    # A sign-in with the identity provider counts twice: on the way there, and on the way back, when it is asked.
    "provider": "60/m/ip",
    # While a title is typed, the portal looks for similar ones after each pause.
    "similar": "60/m/user",
    # Seconds of work for the machine each, and nobody reads more of them.
    "export": "30/m/user",
    "print": "20/m/user",
    # A file of 10 MB comes in 40 pieces; four of them at once on a fast line stay below.
    "upload": "600/m/user",
    # Ten fields a minute are saved by a fast writer with three pages open.
    "autosave": "240/m/user",
}

# Which action an address counts for, by method and name; where a view counts for itself it does not stand here.
LIMITED_ADDRESSES = {
    "search": {"GET": ("home:catalogue", "home:coded-page", "wagtail_serve")},
    "public_file": {"GET": ("home:catalogue-table", "home:catalogue-feed")},
    "passkey": {"GET": ("mfa_login_webauthn",)},
    "provider": {
        "GET": ("accounts:provider-answer",),
        "POST": ("accounts:provider-sign-in", "accounts:provider-link", "accounts:provider-confirm"),
    },
    "similar": {"GET": ("submissions:title-similar", "submissions:section-resemblance")},
    "export": {
        "GET": (
            "submissions:monitoring-years-table",
            "submissions:monitoring-regions-table",
            "submissions:monitoring-late-table",
            "submissions:monitoring-agency-table",
            "submissions:version-zip",
            "submissions:iid-zip",
            "judging:result-workbook",
            "privacy:own-data",
        ),
        "POST": ("privacy:export-order", "certificates:take-zip", "certificates:take-printer"),
    },
    "print": {
        "GET": (
            "submissions:version-pdf",
            "submissions:monitoring-morning",
            "judging:yearly-report",
            "judging:record-report",
            "judging:result-minutes",
        )
    },
    "upload": {
        "POST": ("submissions:upload-start", "submissions:upload-pieces", "submissions:upload-finish"),
    },
    "autosave": {
        "POST": (
            "submissions:section-edit",
            "submissions:facts-edit",
            "submissions:innovators-edit",
            "submissions:iid-sheet",
            "judging:sheet-detail",
            "judging:record-detail",
        )
    },
}
