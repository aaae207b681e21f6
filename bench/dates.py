"""What the dates of real archives become: precision, where they were read, what is refused, and whether they are right.

    python bench/dates.py [--differing]

Prints its figures as JSON and writes them to bench/out/dates.json. `--differing` names the articles whose date and
address differ by more than two days. Needs ../shared/data and ../shared/seeds, which are for measuring only.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from corpus.dates import first_day, last_day
from ingest.address import date_in_address
from ingest.clean import Cleaned, clean
from ingest.describe import Described, describe, settle
from ingest.draft import Draft

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
OUT = REPOSITORY / "bench" / "out" / "dates.json"
WELL_FORMED = re.compile(r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})")
TOMORROW = date.today() + timedelta(days=1)
FIELDS = ("title", "publisher", "authors", "published", "updated", "language", "url")


@dataclass(frozen=True)
class Read:
    """One article as found, without its furniture, and described."""

    draft: Draft
    cleaned: Cleaned
    described: Described

    @property
    def value(self) -> str | None:
        """Its date of publication."""
        return self.described.article.published.value


def main() -> None:
    """Measures the three sets one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--differing", action="store_true", help="name the articles whose date and address differ")
    differing: bool = parser.parse_args().differing
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is not there: nothing can be measured without its articles")
    figures = {}
    for name, drafts in (("newsroom", list(newsroom())), ("rtqa2022", list(rtqa())), ("seeds", list(seeds()))):
        articles = read(drafts)
        figures[name] = told(articles)
        for article in articles if differing else ():
            if apart(article) > 2:
                print(name, article.draft.origin, article.value, article.described.article.url, file=sys.stderr)
    text = json.dumps(figures, indent=2)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(text)


def told(articles: Sequence[Read]) -> dict[str, object]:
    """All figures of one set."""
    published = [article.described.article.published for article in articles]
    return {
        "articles": len(articles),
        "published": counted(f"{when.precision}, {when.provenance}" for when in published),
        "provenance": {field: counted(article.described.provenance[field] for article in articles) for field in FIELDS},
        "refused": counted(
            f"{refused.field}: {refused.written}: {refused.reason}"
            for article in articles
            for refused in article.described.refused
        ),
        "languages": counted(str(article.described.article.language) for article in articles),
        "well_formed": as_written(articles),
        "written_as_numbers": as_numbers(articles),
        "days_between_date_and_address": counted(str(min(apart(a), 3)) for a in articles if apart(a) >= 0),
        "with_the_date_hidden": hidden(articles),
        "ms_an_article": {
            "with_language": timed(articles),
            "language_stated": timed([replace(a, draft=replace(a.draft, language="en")) for a in articles]),
        },
    }


def as_written(articles: Sequence[Read]) -> dict[str, int]:
    """Dates such as ``2019-10-03`` and ``2022/02/07``: how many are taken as they are written."""
    stated = [(a, "-".join(m.groups())) for a in articles if (m := WELL_FORMED.fullmatch(a.draft.published or ""))]
    kept = [(article, written) for article, written in stated if not article.described.refused]
    return {
        "stated": len(stated),
        "refused": len(stated) - len(kept),
        "equal": sum(article.value == written for article, written in kept),
    }


def as_numbers(articles: Sequence[Read]) -> dict[str, int]:
    """Dates such as ``7/23/17``: how many are days with their address, and without it by their source's other dates."""
    numbers = [
        a for a in articles if "/" in (a.draft.published or "") and not WELL_FORMED.match(a.draft.published or "")
    ]
    alone = read([replace(article.draft, url=None) for article in numbers])
    orders: defaultdict[str, set[str]] = defaultdict(set)
    for one in alone:
        if one.described.order:
            orders[one.described.source].add(one.described.order)
    settled = [
        settle(d.article, d.ambiguous, orders[d.source]) if d.ambiguous else d.article
        for d in (one.described for one in alone)
    ]
    days = [
        (a.value, s.published.value) for a, s in zip(numbers, settled, strict=True) if s.published.precision == "day"
    ]
    return {
        "stated": len(numbers),
        "days": sum(article.described.article.published.precision == "day" for article in numbers),
        "days_without_address": len(days),
        "of_these_other_days_than_with_it": sum(with_it != without for with_it, without in days),
    }


def hidden(articles: Sequence[Read]) -> dict[str, int]:
    """What text and address alone tell of articles whose day is well stated."""
    known = [a for a in articles if WELL_FORMED.fullmatch(a.draft.published or "") and not a.described.refused]
    blind = read([replace(article.draft, published=None) for article in known])
    found: Counter[str] = Counter()
    for article, alone in zip(known, blind, strict=True):
        when = alone.described.article.published
        if when.value is None or article.value is None:
            found["unknown"] += 1
            continue
        day = date.fromisoformat(article.value)
        slack = timedelta(days=2 if when.precision == "day" else 0)
        near = first_day(when.value) - slack <= day <= last_day(when.value) + slack
        exact = "the same" if first_day(when.value) <= day <= last_day(when.value) else "within two days"
        found[f"{when.precision}, {when.provenance}: {exact if near else 'another'}"] += 1
    return dict(found.most_common())


def apart(article: Read) -> int:
    """Days between the date that a field states and the one in the address; -1 where one of them tells no day."""
    when, url = article.described.article.published, article.described.article.url
    in_address = date_in_address(url, TOMORROW) if url else None
    if when.value is None or when.provenance not in {"given", "metadata"} or when.precision != "day":
        return -1
    if in_address is None or len(in_address) < 10:
        return -1
    return abs((date.fromisoformat(when.value) - date.fromisoformat(in_address)).days)


def timed(articles: Sequence[Read]) -> float:
    """Milliseconds of processor time that describing one article takes, the reading of the language model apart."""
    start = time.process_time()
    for article in articles:
        describe(article.draft, article.cleaned, TOMORROW)
    return round(1000 * (time.process_time() - start) / len(articles), 3)


def read(drafts: Sequence[Draft]) -> list[Read]:
    """Clean and describe."""
    cleaned = [clean(draft.text, draft.title) for draft in drafts]
    return [Read(d, c, describe(d, c, TOMORROW)) for d, c in zip(drafts, cleaned, strict=True)]


def newsroom() -> Iterator[Draft]:
    """About 100 outlets, autumn 2019."""
    for number, row in rows("newsroom_sample.jsonl"):
        yield Draft(
            f"newsroom.jsonl#{number}",
            row["text"],
            id=row["id"],
            title=row["title"] or None,
            publisher=row["publisher"] or None,
            authors=(row["authors"],) if row["authors"] else None,
            published=row["published"] or None,
            url=row["url"],
        )


def rtqa() -> Iterator[Draft]:
    """Weekly news of the summer of 2022."""
    for number, row in rows("rtqa2022_corpus.jsonl"):
        yield Draft(
            f"rtqa.jsonl#{number}",
            row["text"],
            id=row["doc_id"],
            title=row["title"],
            published=row["publish_date"],
            url=row["url"],
        )


def seeds() -> Iterator[Draft]:
    """The two reports of June 2025."""
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        yield Draft(path.name, path.read_text(encoding="utf-8"))


def rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a JSONL file, numbered from 1."""
    with (SHARED / "data" / name).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield number, json.loads(line)


def counted(words: Iterable[str]) -> dict[str, int]:
    """How often each occurs, the most frequent first."""
    return dict(Counter(words).most_common())


if __name__ == "__main__":
    main()
