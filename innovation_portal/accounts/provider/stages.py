from allauth.mfa.stages import AuthenticateStage

from innovation_portal.accounts.provider.links import came_with_second_factor


class SecondStepStage(AuthenticateStage):
    """allauth's second step of signing in, left out for whom the provider has asked for a second factor already."""

    def handle(self):
        if came_with_second_factor(self.request, self.login.user):
            return None, True
        return super().handle()
