from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """Return the name of the site behind an address, as people know it: without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, as a content security policy names them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
