from innovation_portal.utils.audit.origin import Origin, safe_request_id, writing_as


class AuditMiddleware:
    """Let changes come from the request and its person. Stands behind those that know both."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with writing_as(Origin(request_id=safe_request_id(request.id), request=request)):
            return self.get_response(request)
