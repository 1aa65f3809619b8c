class BackupError(Exception):
    """Why a backup or the way back is refused, in a sentence for an operator."""


class WrongKey(BackupError):
    pass


class DamagedArchive(BackupError):
    pass
