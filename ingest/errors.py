"""Every error meant for a person. The message names the thing and the next step."""


class RapporteurError(Exception):
    """Something a person can put right."""


class SettingsError(RapporteurError):
    """A setting has a name or value that means nothing."""


class CorpusError(RapporteurError):
    """The corpus folder, its manifest or one of its files cannot be used."""


class ManifestError(CorpusError):
    """`sources.toml` is not a valid manifest."""


class ParseError(CorpusError):
    """A file cannot be read as what its name says it is."""


class FileCrashedError(ParseError):
    """A file made the process that reads it end."""


class FileTooSlowError(ParseError):
    """A file takes longer to be read than is allowed."""


class FileTooLargeError(ParseError):
    """A file needs more memory, or gives more text, than is allowed."""


class FetchError(CorpusError):
    """A document cannot be had from the web; the message is the reason, as half a sentence about it."""

    def __init__(
        self, reason: str, *, dead: bool = False, by_hand: bool = False, not_allowed: bool = False
    ) -> None:
        super().__init__(reason)
        self.dead = dead
        """True when there is nothing at its address."""
        self.by_hand = by_hand
        """True when a person may have it and a machine may not."""
        self.not_allowed = not_allowed
        """True when the manifest does not allow its host."""


class EmbedderError(RapporteurError):
    """The embedding model cannot be used."""


class CorpusIndexError(RapporteurError):
    """The index cannot be used."""


class NoIndexError(CorpusIndexError):
    """There is no index yet."""


class IndexMismatchError(CorpusIndexError):
    """The index was built by another embedder or version than the one asking."""


class IndexBusyError(CorpusIndexError):
    """Another process is building this index."""


class UnknownSourceError(CorpusIndexError):
    """No source of that id is in the index."""


class UnknownPageError(CorpusIndexError):
    """The source has no page of that number."""


class QuestionsError(RapporteurError):
    """A file of test questions cannot be used."""


class BenchmarkError(RapporteurError):
    """A folder of public passages and questions cannot be used."""


class ConversationError(RapporteurError):
    """A conversation that a browser kept cannot be read."""


class FeedbackError(RapporteurError):
    """Feedback cannot be stored or read."""


class RunError(RapporteurError):
    """A kept evaluation cannot be read or compared."""


class ThresholdsError(RapporteurError):
    """A file of thresholds means nothing."""


class ModelError(RapporteurError):
    """The language model gave no reply."""


class ModelBusyError(ModelError):
    """The language model takes no more requests for now: too many at once, or the quota is used up."""


class ModelTimeoutError(ModelError):
    """The language model took longer than is allowed."""


class JudgeError(RapporteurError):
    """A language model that was to judge cannot be asked."""
