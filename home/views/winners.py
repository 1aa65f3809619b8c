from home.selectors.winners import winner_years, winners_of


def winners_context(year: int | None = None) -> dict:
    """Return the winners of a year, of the latest one without; none of a year in which nobody was honoured."""
    years = winner_years()
    shown = year or (years[0] if years else None)
    return {"years": years, "winners": winners_of(shown) if shown in years else None}
