import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import trainingsite.audit.clock


class CreateWithoutRowNumbers(migrations.CreateModel):
    """Create a table that does not show the order of its rows: SQLite counts them unless it is told not to."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.name)
        sql, params = schema_editor.table_sql(model)
        schema_editor.execute(f"{sql} WITHOUT ROWID", params or None)
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_start'),
        ('people', '0001_start'),
        ('policies', '0008_files_and_audiences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('number', models.PositiveSmallIntegerField(default=1, help_text='Counts those of one policy.')),
                ('title', models.CharField(max_length=255)),
                ('audience', models.JSONField(blank=True, default=dict, help_text='Whom the draft is for; empty means everyone.')),
                ('asked', models.PositiveIntegerField(help_text='How many people were asked.')),
                ('note', models.CharField(blank=True, help_text='What everybody reads first.', max_length=1000)),
                ('opened_at', models.DateTimeField()),
                ('opened_on', models.DateField(help_text='The local day.')),
                ('last_day', models.DateField(help_text='Comments are taken until its end.')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.snapshot')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='policies.policypage')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('since', models.ForeignKey(blank=True, help_text='The version in force when the draft was put to staff.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('way', models.CharField(choices=[('named', 'Under my name'), ('passed_on', 'Passed on by the staff representative')], max_length=20)),
                ('clause', models.CharField(blank=True, help_text='Empty means the whole draft.', max_length=60)),
                ('commented_at', models.DateTimeField()),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='policies.consultation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommentWithdrawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('withdrawn_at', models.DateTimeField()),
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='policies.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
            options={
                'abstract': False,
            },
        ),
        CreateWithoutRowNumbers(
            name='UnnamedComment',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('clause', models.CharField(blank=True, help_text='Empty means the whole draft.', max_length=60)),
                ('text', models.TextField()),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unnamed', to='policies.consultation')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='CommentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('outcome', models.CharField(choices=[('accepted', 'Accepted: the draft changes'), ('partly', 'Accepted in part'), ('declined', 'Declined'), ('noted', 'Noted: nothing to change')], max_length=20)),
                ('answered_at', models.DateTimeField()),
                ('acted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='policies.comment')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='policies.consultation')),
                ('unnamed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='policies.unnamedcomment')),
            ],
        ),
        migrations.CreateModel(
            name='StaffStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('stance', models.CharField(choices=[('agrees', 'Agrees'), ('dissents', 'Does not agree'), ('instead', 'There is no representative')], max_length=20)),
                ('how_chosen', models.CharField(blank=True, help_text='Elected, volunteered, appointed by…', max_length=200)),
                ('stated_at', models.DateTimeField()),
                ('acted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='policies.consultation')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
            ],
        ),
        migrations.CreateModel(
            name='ConsultationClosed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('recorded_at', models.DateTimeField(default=trainingsite.audit.clock.recording_time, editable=False)),
                ('words_key', models.UUIDField(blank=True, editable=False, null=True)),
                ('words_commitment', models.CharField(blank=True, editable=False, max_length=64)),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consultation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closing', to='policies.consultation')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.practice')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.snapshot')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='policyversion',
            name='consultation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.consultation'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='consultation_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='staffstatement',
            constraint=models.UniqueConstraint(fields=('consultation', 'number'), name='statement_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='commentanswer',
            constraint=models.UniqueConstraint(fields=('comment', 'number'), name='answer_to_a_comment_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='commentanswer',
            constraint=models.UniqueConstraint(fields=('unnamed', 'number'), name='answer_to_an_unnamed_comment_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='commentanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('unnamed__isnull', True)), models.Q(('comment__isnull', True), ('unnamed__isnull', False)), _connector='OR'), name='answer_is_to_exactly_one_comment'),
        ),
    ]
