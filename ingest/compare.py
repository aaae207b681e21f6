"""What differs between what was read and what is published."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.article import Article, Details
from corpus.library import Library
from ingest.spool import Spool


@dataclass(frozen=True)
class Plan:
    """Ids of the articles that an ingest adds, replaces, takes out; and of those read how many dates are how precise.

    ``again`` are stored ones that stay as they are, but are to be cut and embedded by another splitter or model;
    ``retracted`` are kept out.
    """

    added: frozenset[str]
    replaced: frozenset[str]
    again: frozenset[str]
    unchanged: int
    gone: frozenset[str]
    retracted: frozenset[str]
    dates: Mapping[str, int]

    @property
    def put(self) -> frozenset[str]:
        """All that are cut, embedded and stored."""
        return self.added | self.replaced | self.again

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.put or self.gone)


def compare(
    spool: Spool, library: Library | None, *, same_build: bool, sync: bool, progress: Callable[[str, int, int], None]
) -> Plan:
    """Plan an ingest into a published library, or a first one.

    With ``sync`` the archive becomes what was read. Where the library is not the ``same_build``, of this splitter and
    model, every article is put again.
    """
    stored = frozenset(library.versions()) if library else frozenset()
    buried = library.tombstones() if library else frozenset()
    dates = Counter(library.precisions(spool.stored)) if library else Counter[str]()
    changed = set()
    for number, (article, details) in enumerate(spool):
        dates[article.published.precision] += 1
        progress("comparing", number, len(spool))
        if article.id not in buried and not (same_build and library and _holds(library, article, details)):
            changed.add(article.id)
    others = stored - spool.ids
    again = frozenset() if same_build else stored - changed - (others if sync else frozenset())
    return Plan(
        added=frozenset(changed - stored),
        replaced=frozenset(changed & stored),
        again=again,
        unchanged=len(spool.ids - buried - changed - again),
        gone=others if sync else frozenset(),
        retracted=spool.ids & buried,
        dates=dict(dates),
    )


def _holds(library: Library, article: Article, details: Details) -> bool:
    return library.article(article.id) == article and library.details(article.id) == details
