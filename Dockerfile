# Dateline in a container: one process, one user without rights, one volume.
#
#   docker build -t dateline .
#   docker run -p 127.0.0.1:8000:8000 -e DATELINE_KEYS=never -v dateline:/app/data -v "$PWD/articles:/app/articles:ro" dateline
#
# That is for a trial on this machine. A container cannot know whom its port is open to, so without DATELINE_KEYS=never it
# does not start before there is a key: docker run -v dateline:/app/data dateline keys add NAME (docs/operating.md).
#
# Plain `torch` brings several GB of GPU libraries: for a CPU build give the address of an index that has one,
#   docker build --build-arg PIP_EXTRA_INDEX_URL=... -t dateline .
# CI has no container engine: scripts/dockerfile_steps.py runs these steps in a folder, so every RUN stays inside /app.

FROM python:3.11-slim-bookworm AS packages
ARG PIP_EXTRA_INDEX_URL
WORKDIR /app
COPY pyproject.toml requirements.lock ./
COPY scripts/install.sh scripts/dependencies.py scripts/
RUN python3 scripts/dependencies.py > dependencies.txt
RUN --mount=type=cache,target=/root/.cache/pip scripts/install.sh venv --requirement dependencies.txt

FROM packages AS wheel
COPY README.md LICENSE dateline.py ./
COPY corpus corpus
COPY ingest ingest
COPY service service
COPY prompts prompts
COPY eval eval
RUN --mount=type=cache,target=/root/.cache/pip \
    venv/bin/python -m pip wheel -qq --no-deps --build-constraint requirements.lock --wheel-dir dist .

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY --from=packages /app/venv venv
COPY --from=wheel /app/dist dist
RUN venv/bin/python -m pip install -qq --no-deps --no-index dist/*.whl && rm -r dist
COPY scripts/entrypoint scripts/healthcheck scripts/serve.sh scripts/
COPY articles articles
# Anyone may write here, so that `docker run --user` and an orchestrator's arbitrary user work too.
RUN mkdir -m 1777 data

# A number, so that an orchestrator can see that it is not root; the name is for libraries that ask who they are.
USER 10001:10001
ENV PATH=/app/venv/bin:$PATH \
    DATELINE_DATA=/app/data \
    HOME=/tmp \
    USER=dateline \
    PYTHONDONTWRITEBYTECODE=1 \
    PORT=8000
VOLUME /app/data
EXPOSE 8000
# The first start takes in the articles before it listens: a large folder may need a longer start period.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m \
    CMD ["/app/venv/bin/python", "/app/scripts/healthcheck"]
ENTRYPOINT ["/app/scripts/entrypoint"]
