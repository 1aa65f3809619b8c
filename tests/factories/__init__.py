"""Factories that make the smallest valid object of each model, one module per app."""
