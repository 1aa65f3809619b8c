from django.db import migrations, models

from innovation_portal.utils.online import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("submissions", "0036_personal_data")]

    operations = [
        AddIndexOnline(
            model_name="obligation",
            index=models.Index(fields=["edition", "region", "name", "id"], name="obligation_order"),
        ),
    ]
