"""Until now a reminder told of one requirement, which stood in the message itself."""

from django.db import migrations


def name_what_reminders_told_of(apps, schema_editor):
    Notice, NoticeItem = apps.get_model("notices", "Notice"), apps.get_model("notices", "NoticeItem")
    told = Notice.objects.filter(kind="reminder", about__isnull=False).values_list("pk", "about")
    NoticeItem.objects.bulk_create(NoticeItem(notice_id=notice, about=about) for notice, about in told.iterator())


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_telling_of_several_things")]

    operations = [migrations.RunPython(name_what_reminders_told_of, migrations.RunPython.noop)]
