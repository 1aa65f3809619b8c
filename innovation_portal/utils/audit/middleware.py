from innovation_portal.utils.audit.origin import Origin, new_request_id, writing_as


class AuditMiddleware:
    """Give each request a number, and its changes their person. Stands behind the one that knows the person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audit_id = new_request_id()
        with writing_as(Origin(request_id=request.audit_id, request=request)):
            return self.get_response(request)
