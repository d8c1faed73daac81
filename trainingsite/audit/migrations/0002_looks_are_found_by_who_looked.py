"""What somebody opened about others is found by who they are: they see it among their own data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_start"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accessentry",
            index=models.Index(fields=["actor", "at"], name="access_entry_by_who_looked"),
        ),
    ]
