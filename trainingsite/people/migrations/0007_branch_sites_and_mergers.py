import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import trainingsite.audit.clock


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_invitations'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Upper('ods_code'), name='ods_code_is_one_practices_in_any_case'),
        ),
        migrations.CreateModel(
            name='BranchSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('recorded_by', models.CharField(blank=True, editable=False, max_length=40)),
                ('withdrawn', models.BooleanField(default=False, editable=False, help_text='The fact corrected here never was.')),
                ('name', models.CharField(max_length=200)),
                ('address', models.TextField(blank=True)),
                ('cqc_location_id', models.CharField(blank=True, max_length=30, verbose_name='CQC location ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('supersedes', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.branchsite')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='people_branchsite_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Merger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('recorded_by', models.CharField(blank=True, editable=False, max_length=40)),
                ('withdrawn', models.BooleanField(default=False, editable=False, help_text='The fact corrected here never was.')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mergers', to='people.practice')),
                ('supersedes', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.merger')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='people_merger_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('practice', models.F('into')), _negated=True), name='merger_is_into_another_practice')],
            },
        ),
    ]
