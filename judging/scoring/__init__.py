"""Arithmetic of judging in plain Python: no Django, no database, no clock.

Scores on a sheet are whole numbers from 1 to the rubric's highest; everything derived from them is on the scale 0 to
100. Between input and output numbers are exact fractions, because decimals round at every division and two entries
with the same true score could come out a hair apart. `docs/scoring.md` says the rules with a worked example.
"""
