"""Regions and agencies in the catalogue's address by the codes of the open data, beside the portal's own numbers."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from submissions.models import Agency, Region

# The parameter with codes, what it stands for, and who carries the code.
CODES = {"kode_daerah": ("daerah", Region), "kode_opd": ("opd", Agency)}
NOBODY = 0


def understands_codes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead an address with codes on to the same with numbers; a code that nobody has finds nothing."""

    @wraps(view)
    def understanding(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not CODES.keys() & request.GET.keys():
            return view(request, *args, **kwargs)
        address = request.GET.copy()
        for parameter, (facet, model) in CODES.items():
            if parameter in address:
                # PostgreSQL refuses what no code holds: zero bytes.
                codes = [code for code in address.pop(parameter) if code.isprintable()]
                numbers = list(model.objects.exclude(code="").filter(code__in=codes).values_list("pk", flat=True))
                address.setlist(facet, [*address.getlist(facet), *(numbers or [NOBODY])])
        return redirect(f"{request.path}?{address.urlencode()}")

    return understanding
