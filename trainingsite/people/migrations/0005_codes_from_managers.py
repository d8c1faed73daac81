from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_network_shelves'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='times_signed_out',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='Everywhere, by somebody else.'),
        ),
        migrations.AddField(
            model_name='emailedcode',
            name='address',
            field=models.EmailField(blank=True, default='', help_text='A new one that the code is to confirm.', max_length=254),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='credentialissued',
            name='kind',
            field=models.CharField(choices=[('manager_code', 'Code issued by a manager'), ('reset', 'Password reset by e-mail'), ('code_used', 'Code from a manager used'), ('address', 'E-mail address changed'), ('second_factor_removed', 'Lost second step removed')], max_length=30),
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=200)),
                ('given_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, help_text='Used, or written off by the next one.', null=True)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_in_codes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
