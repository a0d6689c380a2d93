"""What several suites need: the real site in a process of its own."""
