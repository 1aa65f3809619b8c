"""The columns that a person has chosen for a list; each list says what columns there are."""

from collections.abc import Collection

from innovation_portal.utils.models import ChosenColumns


def chosen_columns(list_name: str, user) -> list[str] | None:
    """Return the names that the user chose for the list, or None when there was no choice."""
    return ChosenColumns.objects.filter(list_name=list_name, user=user).values_list("columns", flat=True).first()


def choose_columns(list_name: str, *, actor, columns: Collection[str]) -> ChosenColumns:
    """Remember the columns for the next time this person opens the list. Again: the new choice replaces the old."""
    chosen, _created = ChosenColumns.objects.update_or_create(
        list_name=list_name, user=actor, defaults={"columns": list(columns)}
    )
    return chosen
