"""The steps of a competition's year, each as its person takes it. `tests/browser/test_year.py` walks them in order."""
