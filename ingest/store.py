"""Articles cut, embedded and put into the next library, and the copies among them marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.article import Article, Details, Passage, canonical_url
from corpus.embeddings import EmbeddingStore, text_key
from corpus.library_writer import LibraryWriter, Piece
from ingest.copies import Sketched, find_copies, sketch
from ingest.passages import split, text_to_embed

_BATCH = 256  # passages, so that the model is given batches of one length; and until progress is told


@dataclass(frozen=True)
class _Cut:
    article: Article
    details: Details
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]  # what the embedder sees of each


def store(
    articles: Iterable[tuple[Article, Details]],
    library: LibraryWriter,
    embeddings: EmbeddingStore,
    progress: Callable[[int], None],
) -> None:
    """Cut, embed and put articles, some at a time; ``progress`` is told how many are done.

    Raises:
        ArchiveError: the vectors cannot be kept.
        EmbedderError: the model cannot be loaded.
    """
    batch: list[_Cut] = []
    done = 0
    for article, details in articles:
        passages = split(article)
        texts = tuple(text_to_embed(article.title, article.body[p.start : p.end]) for p in passages)
        batch.append(_Cut(article, details, passages, texts))
        if sum(len(cut.texts) for cut in batch) >= _BATCH:
            _put(batch, library, embeddings)
            done += len(batch)
            progress(done)
            batch = []
    _put(batch, library, embeddings)


def _put(batch: Sequence[_Cut], library: LibraryWriter, embeddings: EmbeddingStore) -> None:
    texts = [text for cut in batch for text in cut.texts]
    embedded = zip(embeddings.embed(texts), map(text_key, texts), strict=True)
    for cut in batch:
        pieces = [Piece(passage, *next(embedded)) for passage in cut.passages]
        library.put(cut.article, pieces, cut.details, sketch(cut.article.body))


def mark_copies(library: LibraryWriter, put: Iterable[str]) -> None:
    """Find the originals of all copies in a library; only texts that were ``put`` are compared with others."""
    changed = set(put)
    articles = []
    for identity, day, url, original, stored in list(library.sketches()):
        mine = stored
        if mine is None:  # from a library of an older format
            changed.add(identity)
            mine = sketch(library.body(identity))
            library.set_sketch(identity, mine)
        articles.append(Sketched(identity, day, canonical_url(url) if url else None, original, mine))
    library.set_originals(find_copies(articles, library.body, changed))
