"""Known answers of sealed signalling: `python -m tests.sealing` writes tests/fixtures/vectors/sealing.json."""
