"""A claim of training done elsewhere is sent to one practice: its proof is not for another one to open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0005_timelines_kept"),
        ("people", "0008_names_and_identities"),
    ]

    operations = [
        migrations.AddField(
            model_name="learningclaim",
            name="practice",
            field=models.ForeignKey(
                blank=True,
                help_text="To which it was sent. Empty: to every one where the person works.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.practice",
            ),
        ),
    ]
