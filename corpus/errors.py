"""Every error of Dateline that a caller may want to tell apart.

    DatelineError
    ├── ArchiveError              the library on the disk
    │   ├── NoSnapshot            nothing was published yet
    │   ├── SnapshotDamaged       a file is missing, cut or altered
    │   ├── SnapshotOutdated      other versions built its indexes; it can be rebuilt
    │   └── WriterBusy            another process is writing
    ├── StoreError                the file of keys and feedback cannot be read or written
    ├── NotFound                  no article, snapshot, key or answer of that id
    ├── IngestError               nothing usable was given to ingest
    ├── EmbedderError             the embedding model cannot be loaded or is not what it should be
    ├── Overloaded                more waits for a model in this process than it can do in good time
    ├── Stopped                   the service is being stopped
    ├── SettingError              a setting has a value that cannot work
    ├── BadQuestion               a question that cannot be asked
    └── ModelError                the chat model's service failed
        ├── ModelRefusedKey       401 or 403: the key is missing, wrong or not allowed
        ├── ModelUnreachable      no connection, or no byte in time
        ├── ModelResting          it failed again and again, and is left alone for a while
        ├── ModelRefused          the model or its provider declined to answer
        └── ModelBroke            it answered, but not with an answer: an error, garbage, a stream without its end

Each message says what happened, to what, and what to do. ``exit_code`` is what the command line ends with.
"""


class DatelineError(Exception):
    """Root of the tree; shown to a person as one line."""

    exit_code = 1


class ArchiveError(DatelineError):
    """The library on the disk cannot be used."""

    exit_code = 3


class NoSnapshot(ArchiveError):
    """Nothing was published yet."""


class SnapshotDamaged(ArchiveError):
    """A file of a snapshot is missing, cut or altered."""


class SnapshotOutdated(ArchiveError):
    """Other versions built a snapshot's indexes; they can be rebuilt from its truth, without embedding again."""


class WriterBusy(ArchiveError):
    """Another process holds the writer's lock. The exit code is EX_TEMPFAIL of ``sysexits.h``: try again later."""

    exit_code = 75


class StoreError(DatelineError):
    """The file of keys and feedback, ``service.sqlite``, cannot be read or written."""

    exit_code = 3


class NotFound(DatelineError):
    """No article, snapshot, key or answer has that id."""

    exit_code = 5


class IngestError(DatelineError):
    """Nothing usable was given to ingest."""

    exit_code = 6


class EmbedderError(DatelineError):
    """The embedding model cannot be loaded, or is not what it should be."""

    exit_code = 7


class Overloaded(DatelineError):
    """More waits for a model in this process than it can do in good time; asking again may help."""

    exit_code = 75


class Stopped(DatelineError):
    """The service is being stopped, and does no more work."""

    exit_code = 75


class SettingError(DatelineError):
    """A setting has a value that cannot work."""

    exit_code = 2


class BadQuestion(DatelineError):
    """A question that cannot be asked: empty, too long, or with filters that contradict themselves."""

    exit_code = 2


class ModelError(DatelineError):
    """No answer from the chat model: ``retryable`` tells whether asking again may help, ``service_failed`` whether the
    failure is the service's own, whatever it was asked.
    """

    exit_code = 8
    retryable = False
    service_failed = False


class ModelRefusedKey(ModelError):
    """The model's service said 401 or 403."""

    service_failed = True


class ModelUnreachable(ModelError):
    """No connection to the model's service, or no byte in time."""

    retryable = True
    service_failed = True


class ModelResting(ModelError):
    """The model's service failed again and again, and is not asked for ``retry_after`` seconds."""

    retryable = True

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelRefused(ModelError):
    """The model, or a filter of its provider, declined to answer; asking the same again changes nothing."""


class ModelBroke(ModelError):
    """The model's service answered, but not with an answer."""

    retryable = True

    def __init__(self, message: str, *, service_failed: bool = False) -> None:
        super().__init__(message)
        self.service_failed = service_failed
