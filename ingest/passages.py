"""A body cut into passages: runs of whole sentences of about 600 characters. The splitter's only home."""

from bisect import bisect_right

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.article import Article, Passage, Span, short_hash
from corpus.sentences import sentence_spans

SPLITTER = "sentences-600-v2"  # part of each passage's id: change it whenever passages change

_CHARACTERS = 600


def split(article: Article) -> tuple[Passage, ...]:
    """The passages of an article in order. Every sentence is in exactly one, whole; offsets are code points.

    LangChain's splitter finds balanced cuts at paragraph and sentence ends; each sentence then goes to the piece in
    which it begins. So a passage is at most a piece and a sentence long, ``_CHARACTERS + LONGEST_SENTENCE``, whatever
    the body: what runs on without an end was cut where sentences are found.
    """
    sentences = sentence_spans(article.body, article.language)
    starts = _piece_starts(article.body)
    runs: list[Span] = []
    piece_of_run = -1
    for sentence in sentences:
        piece = bisect_right(starts, sentence.start)
        if runs and piece == piece_of_run:
            runs[-1] = Span(runs[-1].start, sentence.end)
        else:
            runs.append(sentence)
            piece_of_run = piece
    return tuple(Passage(_passage_id(article, run), article.id, run.start, run.end) for run in runs)


def text_to_embed(title: str | None, text: str) -> str:
    """What the embedder sees of a passage: the title in front tells what a passage's pronouns are about."""
    return f"{title}\n{text}" if title else text


def _piece_starts(body: str) -> list[int]:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_CHARACTERS,
        chunk_overlap=0,
        separators=["\n\n", "\n", ". ", "? ", "! ", "。", " ", ""],
        keep_separator="end",
        add_start_index=True,
        strip_whitespace=False,
    )
    return [int(piece.metadata["start_index"]) for piece in splitter.create_documents([body])]


def _passage_id(article: Article, span: Span) -> str:
    return "p_" + short_hash(f"{SPLITTER}/{article.id}/{article.version}/{span.start}/{span.end}")
