"""What the configuration says, setting by setting: what is not here was not looked at, and is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A setting, the form of its value, and the code of a wrong value and of its absence."""

    value: str
    wrong: str = "F208"
    missing: str = ""
    many: bool = False
    # Attributes besides name and value.
    attributes: tuple[str, ...] = ()


QUIET = "(?:console|warning|err|crit|alert)"
LEVEL = Setting(QUIET, "F801", "F801")
OFF = "false|0"

# By the element that holds them: <param name="..." value="..."/>. Names in lower case: FreeSWITCH does not care.
SETTINGS: dict[str, dict[str, Setting]] = {
    "switch.conf/settings": {
        "loglevel": LEVEL,
        "max-sessions": Setting("1", "F806", "F806"),
        "sessions-per-second": Setting("1", "F806", "F806"),
    },
    "console.conf/settings": {"loglevel": LEVEL},
    "logfile.conf/settings": {"rotate-on-hup": Setting("true", "F802", "F802")},
    "logfile.conf/profiles/profile/settings": {
        "rollover": Setting("[1-9][0-9]{4,7}", "F802", "F802"),
        "maximum-rotate": Setting("[1-9][0-9]?", "F802", "F802"),
        "uuid": Setting("true|false"),
    },
    "event_socket.conf/settings": {
        "listen-ip": Setting(r"127\.0\.0\.1", "F302", "F302"),
        "listen-port": Setting(r"\$\$\{event_socket_port\}", "F303", "F303"),
        "password": Setting(r"\$\$\{event_socket_password\}", "F402", "F404"),
        "apply-inbound-acl": Setting(r"loopback\.auto", "F307", "F307"),
        "nat-map": Setting(OFF, "F310"),
        "stop-on-bind-error": Setting("true", "F311", "F311"),
    },
    "curl.conf/settings": {"max-bytes": Setting("[1-9][0-9]{2,4}", "F611", "F611")},
    "xml_curl.conf/bindings/binding": {
        "gateway-url": Setting(r"\$\$\{fsapi_url\}", "F602", "F602", attributes=("bindings",)),
        "gateway-credentials": Setting(r"freeswitch:\$\$\{fsapi_secret\}", "F402", "F603"),
        "auth-scheme": Setting("basic", "F604", "F604"),
        "method": Setting("POST", "F607"),
        "timeout": Setting("[1-5]", "F606", "F606"),
        "response-max-bytes": Setting("[1-9][0-9]{3,4}", "F611", "F611"),
        "enable-post-var": Setting("action|key|user|domain", "F605", "F605", many=True),
    },
    "lua.conf/settings": {"startup-script": Setting(r"hooks\.lua|relay\.lua|watchdog\.lua", "F703", "F701", many=True)},
    "verto.conf/settings": {
        "debug": Setting("0", "F508"),
        "send-auth-password": Setting(OFF, "F506"),
        "enable-fs-events": Setting(OFF, "F507"),
        # On, unless it is said.
        "enable-presence": Setting(OFF, "F507", "F507"),
    },
    "verto.conf/profiles/profile": {
        "bind-local": Setting(r"127\.0\.0\.1:\$\$\{verto_port\}", "F301", "F301"),
        "secure-combined": Setting(r"\$\$\{certs_dir\}/wss\.pem", "F304"),
        "apply-connection-acl": Setting(r"loopback\.auto", "F307", "F307"),
        "userauth": Setting("true", "F501", "F501"),
        "blind-reg": Setting(OFF, "F502"),
        "force-register-domain": Setting("pbx", "F504", "F504"),
        "send-auth-password": Setting(OFF, "F506"),
        "context": Setting("none"),
        "dialplan": Setting("none"),
        "rtp-ip": Setting(r"127\.0\.0\.1", "F306"),
        "local-network": Setting(r"loopback\.auto", "F306"),
        "timer-name": Setting("soft"),
        "debug": Setting("0", "F508"),
    },
}

# Settings with many values need each of these, once.
ALL_OF = {
    "enable-post-var": {"action", "key", "user", "domain"},
    "startup-script": {"hooks.lua", "relay.lua", "watchdog.lua"},
}

# Settings that exist, and why they must not.
REFUSED: dict[str, dict[str, str]] = {
    "switch.conf/settings": {
        "debug-level": "F801",
        "dump-cores": "F804",
        "core-db-dsn": "F805",
        "core-db-name": "F805",
        "core-dbtype": "F805",
        "mailer-app": "F807",
        "mailer-app-args": "F807",
        "threaded-system-exec": "F807",
        "spawn-instead-of-system": "F807",
    },
    "logfile.conf/profiles/profile/settings": {"logfile": "F803"},
    "event_socket.conf/settings": {"debug": "F801"},
    "xml_curl.conf/bindings/binding": {
        "use-dynamic-url": "F608",
        "cookie-file": "F609",
        "enable-cacert-check": "F610",
        "enable-ssl-verifyhost": "F610",
        "ssl-cert-path": "F610",
        "ssl-key-path": "F610",
        "ssl-key-password": "F610",
        "ssl-version": "F610",
        "ssl-cacert-file": "F610",
    },
    "lua.conf/settings": {
        "xml-handler-script": "F704",
        "xml-handler-bindings": "F704",
        "module-directory": "F705",
        "script-directory": "F705",
    },
    "verto.conf/settings": {"kslog": "F508"},
    "verto.conf/profiles/profile": {
        "root-password": "F503",
        "root-passwd": "F503",
        "mcast-ip": "F305",
        "mcast-port": "F305",
        "ext-rtp-ip": "F306",
        "secure-cert": "F304",
        "secure-key": "F304",
        "secure-chain": "F304",
    },
}

# Every other element, and its attributes.
ELEMENTS: dict[str, set[str]] = {
    "acl.conf/network-lists": set(),
    "console.conf/mappings": set(),
    "console.conf/mappings/map": {"name", "value"},
    "hash.conf/remotes": set(),
    "logfile.conf/profiles": set(),
    "logfile.conf/profiles/profile": {"name"},
    "logfile.conf/profiles/profile/mappings": set(),
    "logfile.conf/profiles/profile/mappings/map": {"name", "value"},
    "modules.conf/modules": set(),
    "modules.conf/modules/load": {"module"},
    "post_load_modules.conf/modules": set(),
    "pre_load_modules.conf/modules": set(),
    "switch.conf/interface-allowlist": set(),
    "switch.conf/interface-allowlist/allow": {"name"},
    "timezones.conf/timezones": set(),
    "verto.conf/profiles": set(),
    "xml_curl.conf/bindings": set(),
    "verto.conf/profiles/profile": {"name"},
    "xml_curl.conf/bindings/binding": {"name"},
}

# Elements that exist, and why they must not.
REFUSED_ELEMENTS = {
    "acl.conf/network-lists/list": "F308",
    "hash.conf/remotes/remote": "F309",
    "lua.conf/settings/hook": "F702",
    "pre_load_modules.conf/modules/load": "F214",
    "post_load_modules.conf/modules/load": "F214",
    "verto.conf/profiles/profile/vhosts": "F505",
}

# Elements that may stand several times in one place, and what a second one of the others is.
REPEATED = {
    "console.conf/mappings/map",
    "logfile.conf/profiles/profile/mappings/map",
    "modules.conf/modules/load",
    "switch.conf/interface-allowlist/allow",
}
SECOND = {"verto.conf/profiles/profile": "F509", "xml_curl.conf/bindings/binding": "F612"}

CONFIGURATIONS = {path.partition("/")[0] for path in [*SETTINGS, *ELEMENTS]}

MODULES = [
    "mod_console",
    "mod_logfile",
    "mod_commands",
    "mod_hash",
    "mod_curl",
    "mod_xml_curl",
    "mod_rtc",
    "mod_event_socket",
    "mod_lua",
    "mod_verto",
]
DANGEROUS_MODULES = {"mod_dptools", "mod_sms", "mod_sms_flowroute", "mod_xml_rpc", "mod_shell_stream", "mod_expr"}

# Commands, and whether our scripts and Django cannot do without.
COMMANDS = {
    "mod_commands.event_channel_broadcast.api": True,
    "mod_commands.global_getvar.api": True,
    "mod_commands.create_uuid.api": True,
    "mod_commands.status.api": True,
    "mod_commands.version.api": False,
    "mod_commands.uptime.api": False,
    "mod_curl.curl.api": True,
    "mod_hash.hash.api": True,
    "mod_lua.lua.api": True,
    "mod_lua.luarun.api": True,
    "mod_verto.verto.api": True,
    "mod_verto.verto_punt.api": False,
}
