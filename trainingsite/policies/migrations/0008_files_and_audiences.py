import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0007_network_versions_and_routes'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.AddField(
            model_name='policypage',
            name='document',
            field=models.ForeignKey(blank=True, help_text='A PDF, instead of clauses. What staff sign is kept for good.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtaildocs.document', verbose_name='the policy as a file'),
        ),
        migrations.AddField(
            model_name='policypage',
            name='text_of_file',
            field=models.TextField(blank=True, help_text='Only for a file that holds pictures of pages: type its text, so that all can read it.'),
        ),
        migrations.AddField(
            model_name='policypage',
            name='staff_groups',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='policypage',
            name='job_roles',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='policypage',
            name='duties',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='audience',
            field=models.JSONField(blank=True, help_text='As frozen in its text. Empty: everybody.', null=True),
        ),
    ]
