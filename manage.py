#!/usr/bin/env python
"""Django's command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    from django.core.management import execute_from_command_line

    from common.acting import acting

    with acting(f"command {sys.argv[1]}" if len(sys.argv) > 1 else "command"):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
