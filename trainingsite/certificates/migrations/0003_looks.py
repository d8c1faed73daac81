import django.db.models.deletion
import trainingsite.audit.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_start'),
        ('certificates', '0002_superseded_and_revoked'),
        ('people', '0002_shelves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('set_at', models.DateTimeField()),
                ('set_on', models.DateField(help_text='The local day.')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.snapshot')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'get_latest_by': 'pk',
            },
        ),
    ]
