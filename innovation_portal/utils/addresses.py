from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """Return the name of the site behind an address, as people know it: without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
