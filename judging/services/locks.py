from judging.models import Round


def lock_round(round_id: int) -> Round:
    """Return the round with its row locked until the end of the transaction, so that its state stays what it is."""
    return Round.objects.select_for_update(of=("self",)).select_related("edition", "rubric").get(pk=round_id)
