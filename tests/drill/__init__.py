"""Faults on a complete installation of real processes, and what is lost or doubled by them (docs/reliability.md)."""
