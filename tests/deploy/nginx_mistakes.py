"""Single mistakes in the shipped configuration of nginx."""

from __future__ import annotations

from dataclasses import dataclass

from tests.deploy.injected import Injected, after

MAIN, HTTP, SERVERS, WEB = "nginx.conf", "peers/http.conf", "peers/servers.conf", "peers/ask_web.conf"
SOCKET = "peers/socket.conf"


@dataclass(frozen=True)
class InFile:
    """A mistake and the file into which it is put."""

    file: str
    injected: Injected
    told: str = ""
    """The file in which it shows; the same, unless that includes the other."""

    def __str__(self) -> str:
        return f"{self.file}: {self.injected}"


FRONT = '    "~^/(\\?|$)"                                                                      front;'
UNKNOWN = """    if ($peers_place = unknown) {
        return 404;
    }
"""
ORIGIN = """if ($peers_is_own_page = 0) {
    return 403;
}
"""
REDIRECTING = "server {\n    listen 80;\n"
NODES = "    include here/node-*.conf;"
NODE = """    location = /verto/a {
        include peers/socket.conf;
        proxy_pass http://10.77.0.2:8001;
    }
"""
_LIKE_A_SOCKET = (
    "proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_pass_request_headers off;"
)
LIMITED = "limit_req zone=peers_handshakes burst=600 nodelay;\n"
AUTHENTICATED = "ECDHE-ECDSA-AES128-GCM-SHA256"

_OF_HTTP = [
    after("N101", "server_tokens off;", "}"),
    after("N201", FRONT, '    "~^/metrics$" metrics;'),
    after("N201", FRONT, '    "~*^/FSAPI" fsapi;'),
    after("N203", FRONT, '    "~^/" anything;'),
    Injected("N202", "unix:/run/peers/web.sock", "127.0.0.1:8010"),
    after("N303", "server_tokens off;", "underscores_in_headers on;"),
    after("N303", "server_tokens off;", "ignore_invalid_headers off;"),
    after("N305", "server_tokens off;", "set_real_ip_from 0.0.0.0/0;"),
    after("N305", "server_tokens off;", "set_real_ip_from 10.0.0.0/8;"),
    Injected("N401", "ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2"),
    Injected("N402", AUTHENTICATED, "HIGH"),
    Injected("N402", AUTHENTICATED, "ECDHE-RSA-AES128-SHA"),
    Injected("N402", AUTHENTICATED, "AES128-GCM-SHA256"),
    after("N404", "server_tokens off;", "ssl_early_data on;"),
    Injected("N405", "ssl_session_tickets off", "ssl_session_tickets on"),
    Injected("N503", "client_max_body_size 16k", "client_max_body_size 100m"),
    Injected("N503", "client_max_body_size 16k", "client_max_body_size 0"),
    Injected("N504", "client_header_timeout 10s", "client_header_timeout 10m"),
    Injected("N504", "client_body_timeout 10s", "client_body_timeout 300s"),
    Injected(
        "N505",
        "limit_req_zone $peers_network zone=peers_pages",
        "limit_req_zone $http_x_forwarded_for zone=peers_pages",
    ),
    Injected(
        "N505", "limit_conn_zone $peers_network zone=peers_sockets", "limit_conn_zone $arg_channel zone=peers_sockets"
    ),
    Injected("N601", "server_tokens off", "server_tokens on"),
    Injected("N602", '"place": "$peers_place"', '"place": "$request_uri"', at="log_format"),
    Injected("N602", '"place": "$peers_place"', '"place": "$peers_place", "from": "$remote_addr"', at="log_format"),
    Injected(
        "N602", '"place": "$peers_place"', '"place": "$peers_place", "agent": "$http_user_agent"', at="log_format"
    ),
    Injected("N602", "nginx.log peers;", "nginx.log;"),
    Injected("N602", "nginx.log peers;", "nginx.log combined;"),
]

_OF_SERVERS = [
    Injected("N209", NODES, NODE.replace("include peers/socket.conf;", _LIKE_A_SOCKET)),
    Injected("N202", NODES, NODE.replace("10.77.0.2:8001", "10.77.0.2:8002"), at="        proxy_pass http://10.77"),
    Injected("N204", NODES, NODE.replace("10.77.0.2", "$arg_node"), at="        proxy_pass http://$arg_node"),
    Injected("N203", UNKNOWN, "", at="    location / {\n        limit_req"),
    Injected("N204", "proxy_pass http://peers_engines;", "proxy_pass http://$http_host;"),
    Injected("N202", "proxy_pass http://peers_engines;", "proxy_pass http://127.0.0.1:8002;"),
    Injected("N205", "alias /opt/peers/staticfiles/;", "alias /opt/peers/staticfiles;"),
    Injected("N205", "location /static/ {", "location /static {", at="alias"),
    after("N503", "        proxy_pass http://peers_engines;", "        client_max_body_size 1g;"),
    after("N206", "    location /static/ {", "        autoindex on;"),
    Injected("N207", "    return 444;\n", "", at="listen 80 default_server"),
    Injected(
        "N208", "        return 308 https://$host$request_uri;", "        include peers/ask_web.conf;", at=REDIRECTING
    ),
    after("N210", "    location /static/ {", "        stub_status;"),
]

_OF_SOCKET = [
    Injected(
        "N301",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    ),
    Injected("N304", "proxy_set_header Host $host$peers_port;", "proxy_set_header Host localhost;"),
]

_SHOWN_IN_SERVERS = [
    Injected("N209", ORIGIN, "", at="location = /verto"),
    Injected(
        "N301",
        "proxy_set_header X-Forwarded-For $remote_addr;\n",
        "",
        at="        proxy_pass http://peers_engines",
    ),
    Injected("N302", "proxy_pass_request_headers off;\n", "", at="        proxy_pass http://peers_engines"),
    Injected("N501", LIMITED, "", at="        proxy_pass http://peers_engines"),
    Injected("N502", "limit_conn peers_sockets 600;\n", "", at="        proxy_pass http://peers_engines"),
]

_OF_WEB = [
    Injected("N301", "X-Forwarded-For $remote_addr", "X-Forwarded-For $http_x_forwarded_for"),
    after("N302", "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Real-IP $http_x_real_ip;"),
    after("N302", "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header Forwarded $http_forwarded;"),
    Injected("N304", "Host $host$peers_port", "Host $http_x_forwarded_host"),
    after("N604", "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header Upgrade $http_upgrade;"),
]

_OF_MAIN = [Injected("N603", "nginx-errors.log alert;", "nginx-errors.log debug;")]

ALL = [
    InFile(file, injected)
    for file, many in (
        (HTTP, _OF_HTTP),
        (SERVERS, _OF_SERVERS),
        (SOCKET, _OF_SOCKET),
        (WEB, _OF_WEB),
        (MAIN, _OF_MAIN),
    )
    for injected in many
] + [InFile(SOCKET, injected, SERVERS) for injected in _SHOWN_IN_SERVERS]
ALL.append(
    InFile(
        SERVERS,
        Injected("N604", NODES, NODE.replace("= /verto/a", "= /chat/a"), at="proxy_set_header Upgrade"),
        SOCKET,
    )
)
