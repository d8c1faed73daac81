from django.apps import AppConfig, apps


class PeopleConfig(AppConfig):
    name = "trainingsite.people"
    label = "people"
    verbose_name = "People and practices"

    def ready(self):
        apps.get_app_config("wagtailusers").user_viewset = "trainingsite.people.registers.PersonViewSet"
        # Wagtail's own tables have to be there first.
        from trainingsite.people.isolation.filters import narrow_every_filter  # noqa: PLC0415 -- as above
        from trainingsite.people.isolation.log import log_nobodys_name  # noqa: PLC0415 -- as above
        from trainingsite.people.isolation.privacy import keep_no_page_private  # noqa: PLC0415 -- as above

        narrow_every_filter()
        log_nobodys_name()
        keep_no_page_private()
