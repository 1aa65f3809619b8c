"""Arithmetic of judging in plain Python and NumPy: no Django, no database, no clock, no dice without a seed.

Scores on a sheet are whole numbers from 1 to the rubric's highest; everything derived from them is on the scale 0 to
100. Between input and output means are exact fractions, because decimals round at every division and two entries
with the same true score could come out a hair apart. Statistics that need roots or equations are floating point and
rounded to six places before anything is compared by them. `docs/scoring.md` says the rules with worked examples.
"""
