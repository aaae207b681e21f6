"""One embedder for many askers."""

import asyncio
import threading

import numpy as np
import pytest

from corpus.errors import Stopped
from service.answering.encoders.embedding_queue import EmbeddingQueue

QUESTIONS = [
    f"Who signed the {number}th pact of the harbour towns, and {'when ' * (number % 7)}?" for number in range(40)
]


class Counting:
    """The real embedder, which counts what it is asked and can be made to stand still."""

    def __init__(self, embedder):
        self.dimensions = embedder.dimensions
        self.questions, self.passages = [], []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self._embedder = embedder

    def embed(self, texts):
        assert self.may_go_on.wait(60)
        self.passages += texts
        return self._embedder.embed(texts)

    def embed_questions(self, texts):
        assert self.may_go_on.wait(60)
        self.questions += texts
        return self._embedder.embed_questions(texts)


@pytest.fixture
def counting(embedder):
    return Counting(embedder)


@pytest.fixture
def queue(counting):
    queue = EmbeddingQueue(counting)
    yield queue
    counting.may_go_on.set()
    queue.close()


def test_two_hundred_askers_at_once_each_get_the_vector_that_they_would_have_alone(queue, counting, embedder):
    async def run():
        return await asyncio.gather(*(queue.embed_question(QUESTIONS[n % 40]) for n in range(200)))

    vectors = asyncio.run(run())
    for number in range(0, 40, 7):
        alone = embedder.embed_questions([QUESTIONS[number]])[0]
        for vector in vectors[number::40]:
            assert np.allclose(vector, alone, atol=1e-5)
    assert sorted(counting.questions) == sorted(QUESTIONS)  # the same question is computed once


def test_sentences_keep_their_order_and_may_be_none(queue, embedder):
    texts = [*QUESTIONS[:5], QUESTIONS[1], "Short."]
    assert np.allclose(asyncio.run(queue.embed_passages(texts)), embedder.embed(texts), atol=1e-5)
    assert asyncio.run(queue.embed_passages([])).shape == (0, embedder.dimensions)


def test_a_thread_gets_the_same_as_a_coroutine(queue):
    assert np.array_equal(queue.embed(QUESTIONS[:3]), asyncio.run(queue.embed_passages(QUESTIONS[:3])))


def test_a_text_that_was_asked_before_is_not_computed_again(queue, counting):
    first = queue.embed(["One.", "Two."])
    assert np.array_equal(queue.embed(["Two.", "One."]), first[::-1])
    queue.embed(["One.", "Three."])
    assert counting.passages == ["One.", "Two.", "Three."]


def test_a_question_is_not_taken_for_a_passage(queue, counting):
    queue.embed(["The same words."])
    asyncio.run(queue.embed_question("The same words."))
    assert (counting.passages, counting.questions) == (["The same words."], ["The same words."])


def test_no_more_than_so_many_vectors_are_remembered(queue, counting, monkeypatch):
    monkeypatch.setattr("service.answering.encoders.embedding_queue._REMEMBERED", 2)
    for text in ("One.", "Two.", "One.", "Three.", "One.", "Two."):
        queue.embed([text])
    assert counting.passages == ["One.", "Two.", "Three.", "Two."]


def test_a_vector_that_was_given_cannot_be_changed_for_others(queue):
    vector = asyncio.run(queue.embed_question("What was given?"))
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 5


def test_the_event_loop_goes_on_while_a_text_is_embedded(queue, counting):
    async def run():
        counting.may_go_on.clear()
        asking = asyncio.create_task(queue.embed_question(QUESTIONS[0]))
        for _ in range(100):  # would not get through one turn if the embedding held the loop
            await asyncio.sleep(0)
        assert not asking.done()
        counting.may_go_on.set()
        return await asking

    assert asyncio.run(run()).shape == (384,)


def test_the_event_loop_has_turns_while_the_model_itself_computes(queue):
    """No stand-in: the model's arithmetic lets go of the interpreter."""

    async def run():
        asking = asyncio.create_task(queue.embed_passages([" ".join(QUESTIONS[n:]) for n in range(10)]))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(run()) > 10


def test_after_closing_it_is_said_that_the_service_stops(counting):
    queue = EmbeddingQueue(counting)
    queue.close()
    with pytest.raises(Stopped):
        queue.embed(["Too late."])
