from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """A hasher that knows how often it was used; `count` is set by the test."""

    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)
