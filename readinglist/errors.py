"""Errors that the user can act on.

ReadingListError
├── UsageError        the command is not valid (exit status 2)
├── NotFoundError     nothing matches the selector or query
│   └── NoLibraryError  there is no library in the given folder
├── ConfigError       the settings, a keymap or a theme is not valid
├── SourceError       a file or service could not be read
│   └── OfflineError  there is no network
├── StoreError        the library on disk
│   ├── LockedError   another process holds the lock for too long
│   └── DamagedError  a file of the library is damaged, which makes it read-only
└── ExportError       a file could not be written
"""

from readinglist.credentials import without_credentials


class ReadingListError(Exception):
    """An error with a message and a hint for the user, both without passwords."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = without_credentials(message)
        self.hint = without_credentials(hint)
        super().__init__(self.message)

    @property
    def line(self) -> str:
        """The message, and the hint in brackets."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(ReadingListError):
    """The command is not valid."""


class NotFoundError(ReadingListError):
    """Nothing matches the selector or query."""


class NoLibraryError(NotFoundError):
    """There is no library in the given folder."""

    def __init__(self, folder: object, *, is_usual: bool = False) -> None:
        self.is_usual = is_usual
        """Whether the folder is the default one, which does not exist until papers are added."""
        if is_usual:
            super().__init__(f"the library in {folder} is empty; `readinglist add page.txt` takes papers in")
        else:
            hint = "--library DIR or READINGLIST_LIBRARY names its folder; `readinglist add` makes a new one"
            super().__init__(f"{folder}: there is no library here", hint)


class ConfigError(ReadingListError):
    """The settings, a keymap or a theme is not valid."""


class SourceError(ReadingListError):
    """A file or an online service could not be read."""


class OfflineError(SourceError):
    """There is no network."""


class StoreError(ReadingListError):
    """The library cannot be read or written."""


class LockedError(StoreError):
    """Another process has held the library's lock for too long."""


class DamagedError(StoreError):
    """A file of the library is damaged, which makes it read-only."""


class ExportError(ReadingListError):
    """A file could not be written."""
