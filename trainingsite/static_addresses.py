"""The addresses of static files, which do not change while a process runs."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedAddresses(CompressedManifestStaticFilesStorage):
    """Works out the address of each file once: a page names eight of them, every time it is drawn."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name, force=False):
        if force or name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
