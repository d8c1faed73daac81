import uuid

import django.db.models.deletion
import trainingsite.audit.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_start'),
        ('people', '0004_network_shelves'),
        ('policies', '0006_approvals_archives_and_second_thoughts'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('title', models.CharField(max_length=255)),
                ('published_at', models.DateTimeField()),
                ('material', models.BooleanField(default=True, help_text='Whoever did an earlier version does it again.')),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('major', models.PositiveSmallIntegerField()),
                ('minor', models.PositiveSmallIntegerField(default=0)),
                ('effective_on', models.DateField(help_text='No practice has it in force before this day.')),
                ('asks_again', models.BooleanField(blank=True, help_text='Earlier signatures end. Empty: if material.', null=True)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_versions', to='people.network')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='network_versions', to='policies.policypage')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.snapshot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'major', 'minor'), name='network_version_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='SpeakingUpRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('recorded_by', models.CharField(blank=True, editable=False, max_length=40)),
                ('withdrawn', models.BooleanField(default=False, editable=False, help_text='The fact corrected here never was.')),
                ('kind', models.CharField(choices=[('inside', 'Inside the practice'), ('outside', 'Outside the practice')], max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('supersedes', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='policies.speakinguproute')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='policies_speakinguproute_ends_after_it_starts')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='policy_version_numbered_once',
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('page', 'practice', 'major', 'minor'), name='policy_version_numbered_once_at_a_practice'),
        ),
    ]
