"""The composition root."""

import asyncio
import subprocess
import sys

import pytest

from corpus.errors import EmbedderError, NoSnapshot
from service.settings import Settings
from service.start import open_asker


def test_a_service_is_there_before_anything_heavy_is_loaded():
    heavy = {"chromadb", "tantivy", "torch", "sentence_transformers", "openai", "langchain_core"}
    code = f"import sys, service.start, service.web.app; print(sorted({heavy} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_an_empty_data_folder_is_told_before_anything_is_loaded(tmp_path):
    with pytest.raises(NoSnapshot):
        asyncio.run(open_asker(Settings(data=tmp_path, embedder="./nowhere")))


def test_an_embedder_that_is_not_there_is_told_and_the_archive_given_back(sample_data):
    with pytest.raises(EmbedderError, match="nowhere"):
        asyncio.run(open_asker(Settings(data=sample_data.path, embedder="./nowhere")))
