"""Reading in child processes: real inputs that hang, flood and crash a reader, and what is left of them."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ingest.draft import SourceFile, Unread
from ingest.fields import COMMON_NAMES, read_fields
from ingest.prepare import Prepared
from ingest.reading import Limits, read_all
from ingest.sources import STDIN

TODAY = date(2026, 1, 1)
LIMITS = Limits(children=2, seconds=20)
PROSE = "The council voted on Monday for the plan of the harbour, after a debate that took it six hours."


def read(files: list[Path], limits: Limits = LIMITS) -> list[Prepared | Unread]:
    with closing(
        read_all([SourceFile(path, path.name) for path in files], COMMON_NAMES, TODAY, limits=limits)
    ) as found:
        return list(found)


def children() -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "ingest.child" in line]


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    assert children() == []


@pytest.fixture
def stories(write) -> Callable[[int], list[Path]]:
    """So many files of one story each."""
    text = "---\nlanguage: en\n---\nStory {}. " + PROSE  # to find the language out takes a second
    return lambda count: [write(f"{number:03}.md", text.format(number)) for number in range(count)]


def records(count: int) -> str:
    texts = (f"Story {number}. {PROSE * 20}" for number in range(count))
    return "\n".join(json.dumps({"text": text, "language": "en"}) for text in texts)


def test_files_of_every_kind_are_read_in_their_order(write, pdf):
    record = json.dumps({"text": PROSE, "title": "Harbour"})
    files = [
        write("a.txt", PROSE),
        write("b.md", f"---\ntitle: Harbour\n---\n{PROSE}"),
        write("c.html", f"<html><body><article><h1>Harbour</h1>{f'<p>{PROSE}</p>' * 4}</article></body></html>"),
        write("d.json", record),
        write("e.jsonl", f"{record}\n{{cut\n{record}"),
        write("f.csv", f'title,text\nHarbour,"{PROSE}"'),
        write("g.pdf", pdf([[(60, 700, 10, PROSE)]])),
        write("h.txt.gz", gzip.compress(PROSE.encode())),
    ]
    found = read(files)
    assert [one.origin for one in found] == [
        *("a.txt", "b.md", "c.html", "d.json", "e.jsonl#1", "e.jsonl#2", "e.jsonl#3", "f.csv#2", "g.pdf", "h.txt.gz")
    ]
    bodies = [one.article.body for one in found if isinstance(one, Prepared)]
    assert len(bodies) == 9
    assert all(PROSE in body for body in bodies)


def test_many_files_come_in_their_order_whatever_the_number_of_children(stories):
    files = stories(60)
    found = [read(files, Limits(children=number)) for number in (1, 3)]
    assert [one.origin for one in found[0]] == [path.name for path in files]
    assert found[0] == found[1]


def test_a_long_file_streams_and_the_next_one_waits(write):
    lines = records(700)  # more than lies in a pipe
    files = [write("a.jsonl", lines), write("b.jsonl", lines)]
    for number in (1, 3):
        found = read(files, Limits(children=number))
        assert [one.origin for one in found] == [f"{name}.jsonl#{n}" for name in "ab" for n in range(1, 701)]


def test_a_shared_file_that_cannot_be_read_is_named_once(write, stories):
    records_of_nothing = write("a.jsonl", "no JSON\n" * 100_000)
    broken = write("b.json", "[" * 300_000)
    found = read([*stories(1), records_of_nothing, broken, *stories(1)], Limits(children=3))
    assert [one.origin for one in found[-4:]] == ["a.jsonl#1000", "a.jsonl", "b.json", "000.md"]
    assert len(found) == 1 + 1000 + 1 + 1 + 1


def test_a_map_of_fields_and_the_latest_day_reach_the_children(write):
    path = write(
        "a.jsonl",
        json.dumps({"words": PROSE, "on": "2025-12-31", "lang": "en"})
        + "\n"
        + json.dumps({"words": PROSE, "on": "2026-02-01", "lang": "en"}),
    )
    fields = read_fields(["text=words", "published=on"])
    found = list(read_all([SourceFile(path, path.name)], fields, TODAY, limits=LIMITS))
    assert [one.article.published.value for one in found] == ["2025-12-31", None]


def test_what_comes_in_through_a_pipe_is_read(monkeypatch):
    class Pipe:
        buffer = io.BytesIO(json.dumps({"text": PROSE, "lang": "en"}).encode())

    monkeypatch.setattr(sys, "stdin", Pipe)
    (found,) = read_all([SourceFile(STDIN, "stdin", ".jsonl")], COMMON_NAMES, TODAY, limits=LIMITS)
    assert found.origin == "stdin#1"


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_named_and_the_next_are_read(write, stories):
    # Blank lines without end: nothing is found in them, and nothing is wrong with them
    blank = gzip.compress(b"\n" * 1_000_000) * 3000
    slow = write("slow.jsonl.gz", gzip.compress(b'{"text": "Before."}\n') + blank)
    first, *rest = stories(3)
    with slow.open("ab") as file:  # ever larger, so that it is not too much for its size
        file.truncate(20_000_000)
    found = read([first, slow, *rest], Limits(children=2, seconds=3))
    names = [first.name, "slow.jsonl.gz#1", "slow.jsonl.gz", "slow.jsonl.gz", *(path.name for path in rest)]
    assert [one.origin for one in found] == names
    assert {one.reason for one in found[2:4]} == {
        "took longer than 3 s; the rest of it is not read",
        "took longer than 3 s, at an article after slow.jsonl.gz#1",
    }


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_named_and_the_next_are_read(write, stories):
    flood = write("flood.json", "[" + "{}," * 12_000_000 + "{}]")
    first, *rest = stories(3)
    found = read([first, flood, *rest], Limits(children=1, memory=400_000_000))
    assert found[1] == Unread("flood.json", "needs more than 400 MB of memory; the rest of it is not read")
    assert [one.origin for one in found] == [first.name, "flood.json", *(p.name for p in rest)]


def test_a_page_with_an_attribute_of_ninety_megabytes_costs_only_itself(write, stories):
    page = write("huge.html", '<html><body><p class="' + "a" * 90_000_000 + '">x</p></body></html>')
    found = read([page, *stories(2)])
    assert [isinstance(one, Unread) for one in found] == [True, False, False]


@pytest.mark.parametrize("tag", ["div", "table"])
def test_tags_a_hundred_thousand_deep_cost_only_themselves(write, stories, tag):
    page = write("deep.html", f"<html><body>{f'<{tag}>' * 100_000}x</body></html>")
    found = read([page, *stories(2)])
    assert found[0].origin == "deep.html"
    assert [isinstance(one, Unread) for one in found[1:]] == [False, False]


def test_a_pdf_whose_page_unpacks_to_a_thousand_times_its_size_costs_only_itself(write, stories, packed_pdf):
    bomb = packed_pdf(b"BT /F1 10 Tf 60 700 Td (words) Tj ET\n" * 2_000_000)
    found = read([write("bomb.pdf", bomb), *stories(2)], Limits(children=2, memory=400_000_000))
    assert isinstance(found[0], Unread)
    assert [isinstance(one, Unread) for one in found[1:]] == [False, False]


def test_a_child_that_is_killed_costs_nothing(stories):
    files = stories(40)
    iterator = read_all([SourceFile(path, path.name) for path in files], COMMON_NAMES, TODAY, limits=LIMITS)
    found = [next(iterator) for _ in range(5)]
    for child in children():
        os.kill(child, signal.SIGKILL)
    found += iterator
    assert [one.origin for one in found] == [path.name for path in files]
    assert all(isinstance(one, Prepared) for one in found)


def test_a_child_that_is_killed_in_the_middle_of_a_file_is_followed_by_one_that_goes_on_there(write, stories):
    files = [*stories(1), write("a.jsonl", records(1200))]
    iterator = read_all([SourceFile(path, path.name) for path in files], COMMON_NAMES, TODAY, limits=Limits(children=1))
    found = [next(iterator) for _ in range(20)]
    for child in children():
        os.kill(child, signal.SIGKILL)
    found += iterator
    assert [one.origin for one in found[1:]] == [f"a.jsonl#{number}" for number in range(1, 1201)]


def test_an_article_at_which_one_child_after_the_other_dies_is_passed_over(write):
    path = write("a.jsonl", records(1000))
    iterator = read_all([SourceFile(path, path.name)], COMMON_NAMES, TODAY, limits=Limits(children=1))
    found = [next(iterator) for _ in range(20)]
    reader = iterator.gi_frame.f_locals["readers"][0]
    begin_again = reader._begin_again

    def begin_and_die(given: int):
        child = begin_again(given)
        if not any(isinstance(one, Unread) for one in found):
            os.kill(child._process.pid, signal.SIGKILL)
        return child

    reader._begin_again = begin_and_die
    os.kill(children()[0], signal.SIGKILL)
    for one in iterator:
        found.append(one)  # noqa: PERF402 - what was found is looked at meanwhile
    ((lost,)) = [one for one in found if isinstance(one, Unread)]
    place = found.index(lost)
    assert lost == Unread("a.jsonl", f"its reader crashed (SIGKILL), at an article after a.jsonl#{place}")
    numbers = [*range(1, place + 1), *range(place + 2, 1001)]
    assert [one.origin for one in found if one != lost] == [f"a.jsonl#{number}" for number in numbers]


def test_an_iterator_that_is_left_ends_its_children(stories):
    iterator = read_all([SourceFile(path, path.name) for path in stories(40)], COMMON_NAMES, TODAY, limits=LIMITS)
    next(iterator)
    assert len(children()) == 2
    iterator.close()


def test_children_end_when_their_parent_is_killed(stories):
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from datetime import date; from pathlib import Path
from ingest.draft import SourceFile; from ingest.fields import COMMON_NAMES; from ingest.reading import read_all
read = read_all([SourceFile(Path(p), p) for p in sys.argv[1:]], COMMON_NAMES, date(2026, 1, 1)); next(read)
print(*[r._child._process.pid for r in read.gi_frame.f_locals["readers"] if r._child], flush=True); sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, stories(20))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    waiting = [os.pidfd_open(pid) for pid in pids]
    parent.kill()
    parent.communicate()
    import select

    for descriptor in waiting:
        assert select.select([descriptor], [], [], 20)[0], "a child is still there"
        os.close(descriptor)
    assert pids


def test_no_files_need_no_child():
    assert read([]) == []
    assert list(read_all(iter(()), COMMON_NAMES, TODAY, limits=LIMITS)) == []
