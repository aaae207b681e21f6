"""One question in, one checked Answer out; knows no HTTP."""
