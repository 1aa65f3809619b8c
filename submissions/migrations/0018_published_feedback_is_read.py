from django.db import migrations, models
from django.db.models import Q

NAME = "published_feedback_says_something_since_when"


class Migration(migrations.Migration):
    """Apart from the filling: PostgreSQL alters no table with pending triggers of changed rows."""

    dependencies = [("submissions", "0017_what_the_public_reads")]

    operations = [
        migrations.RemoveConstraint("feedback", NAME),
        migrations.AddConstraint(
            "feedback",
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False) & ~Q(public_text=""), name=NAME
            ),
        ),
    ]
