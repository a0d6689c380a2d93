"""What nginx tells strangers about itself, and what it writes down about visitors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from project.configuration.codes import Mistake
from project.configuration.nginx.tree import Directive

_IDENTIFYING = re.compile(
    r"\$\{?(?:(?:binary_|realip_)?remote_(?:addr|port|user)|request(?:_uri|_body|_filename)?\b|(?:document_)?uri\b|args?\b|arg_|"
    r"query_string|http_|cookie_|proxy_add_x_forwarded_for|ssl_client|upstream_http_|sent_http_location)"
)
_LOUD = ("debug", "info", "notice")


def mistakes(root: Directive) -> Iterator[Mistake]:
    """Yield what is told or written without need."""
    formats = {one.arguments[0] for one in root.walk() if one.name == "log_format"}
    for directive in root.walk():
        if directive.name == "log_format":
            for variable in _IDENTIFYING.findall(" ".join(directive.arguments[1:])):
                yield directive.mistake("N602", variable)
        elif directive.name == "access_log" and directive.arguments[0] != "off":
            if len(directive.arguments) < 2 or directive.arguments[1] not in formats:
                yield directive.mistake("N602", "the format is not one of this file")
        elif directive.name == "error_log" and directive.arguments[-1] in _LOUD:
            yield directive.mistake("N603", directive.arguments[-1])
        elif directive.name == "server" and not directive.arguments:
            tokens = directive.in_force("server_tokens")
            if not any(one.arguments == ("off",) for one in tokens):
                yield (tokens[0] if tokens else directive).mistake("N601")
