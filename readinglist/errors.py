"""Everything that can go wrong in a way a person can act on.

ReadingListError
├── UsageError        the command was written wrongly (exit status 2)
├── NotFoundError     nothing matches the selector or query
│   └── NoLibraryError  there is no library in the folder that was named
├── ConfigError       the settings, a keymap or a theme is wrong
├── SourceError       a file or service could not be read
│   └── OfflineError  there is no network
├── StoreError        the library on disk
│   ├── LockedError   another process holds the lock for too long
│   └── DamagedError  a file of the library is damaged; it is open for reading only
└── ExportError       a file could not be written
"""

from readinglist.credentials import without_credentials


class ReadingListError(Exception):
    """A message that says what is wrong and where, and a hint that says what to do; neither tells a password."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = without_credentials(message)
        self.hint = without_credentials(hint)
        super().__init__(self.message)

    @property
    def line(self) -> str:
        """The message, and the hint in brackets."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(ReadingListError):
    """The command was written wrongly."""


class NotFoundError(ReadingListError):
    """Nothing matches the selector or query."""


class NoLibraryError(NotFoundError):
    """There is no library in the folder that was named."""

    def __init__(self, folder: object, *, is_usual: bool = False) -> None:
        self.is_usual = is_usual
        """Whether nobody named the folder: it is missing until something is added."""
        if is_usual:
            super().__init__(f"the library in {folder} is empty; `readinglist add page.txt` takes papers in")
        else:
            hint = "--library DIR or READINGLIST_LIBRARY names its folder; `readinglist add` makes a new one"
            super().__init__(f"{folder}: there is no library here", hint)


class ConfigError(ReadingListError):
    """The settings, a keymap or a theme is wrong."""


class SourceError(ReadingListError):
    """A file or an online service could not be read."""


class OfflineError(SourceError):
    """There is no network."""


class StoreError(ReadingListError):
    """The library on disk cannot be read or written."""


class LockedError(StoreError):
    """Another process has held the library's lock for too long."""


class DamagedError(StoreError):
    """A file of the library is damaged; it can be read but not written."""


class ExportError(ReadingListError):
    """A file could not be written."""
