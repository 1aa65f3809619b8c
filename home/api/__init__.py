"""The interface for programs at /api/v1/: read-only, for everybody, documented at /data/api/ (docs/open-data.md).

Always Indonesian, whatever the visitor's language is, so that one answer is the same for all and caches may keep it.
"""
