"""Single mistakes in the shipped configuration of FreeSWITCH, as somebody in a hurry would make them."""

from __future__ import annotations

from dataclasses import dataclass

MAIN = "freeswitch.xml"


@dataclass(frozen=True)
class Injected:
    """Replace one text by another in a file; the mistake is told at the first line that differs, or at a given text."""

    code: str
    file: str
    old: str
    new: str
    at: str = ""

    @property
    def path(self) -> str:
        return self.file if self.file == MAIN else f"autoload_configs/{self.file}.conf.xml"

    def __str__(self) -> str:
        change = self.new.removeprefix(self.old).strip() or f"without {self.old}"
        return f"{self.code} {self.file}: {change}"


def added(code: str, file: str, after: str, line: str) -> Injected:
    """A line more."""
    return Injected(code, file, after, f"{after}\n{line}")


def without(code: str, file: str, line: str, at: str) -> Injected:
    """A line less; told where it should stand."""
    return Injected(code, file, line, "", at)


def param(name: str, value: str) -> str:
    return f'<param name="{name}" value="{value}"/>'


VERTO_FIRST = '<profile name="loopback">'
VERTO_BIND = 'value="127.0.0.1:$${verto_port}"'
LOOKUP = '<binding name="directory">'
SETTINGS = "<settings>"
MODULES = "<modules>"
SECTION = '<section name="configuration">'
INCLUDE = '<X-PRE-PROCESS cmd="include" data="autoload_configs/*.conf.xml"/>'

READING = [
    Injected("F101", "verto", "</profiles>", "</profile>"),
    Injected("F101", "hash", "<remotes/>", "<remotes>", "</configuration>"),
    Injected("F101", "acl", "<network-lists/>", "<network-lists a=1/>"),
    Injected("F101", "event_socket", 'value="false"', 'value="a&b"'),
    Injected("F102", MAIN, "<!-- A switch", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<!-- A switch'),
    added("F103", MAIN, SECTION, '<X-PRE-PROCESS cmd="exec" data="id"/>'),
    added("F103", "switch", SETTINGS, '<x-pre-process cmd = \'x\' CMD="EXEC-SET" data="a=id"/>'),
    added("F103", "verto", SETTINGS, '<!-- <X-PRE-PROCESS cmd="exec" data="id"/> -->'),
    added("F104", MAIN, SECTION, '<X-PRE-PROCESS cmd="stun-set" data="ip=stun:stun.example.org"/>'),
    added("F105", MAIN, SECTION, '<X-PRE-PROCESS cmd="env-set" data="a=HOME"/>'),
    added("F106", MAIN, SECTION, '<X-PRE-PROCESS cmd="set" data="event_socket_password=abc"/>'),
    added("F107", MAIN, INCLUDE, '<X-PRE-PROCESS cmd="include" data="../../secrets.xml"/>'),
    added("F107", MAIN, INCLUDE, '<X-PRE-PROCESS cmd="include" data="/etc/freeswitch/more.xml"/>'),
    added("F107", MAIN, INCLUDE, '<X-PRE-PROCESS cmd="include" data="$${log_dir}/*.xml"/>'),
    added("F107", MAIN, INCLUDE, '<X-PRE-PROCESS cmd="include" data="sip_profiles/*.xml"/>'),
    added(
        "F108", "lua", SETTINGS, param("startup-script", "a.lua") + '<X-PRE-PROCESS cmd="include" data="lua.conf.xml"/>'
    ),
    added("F108", "lua", SETTINGS, '<X-PRE-PROCESS cmd="sing" data="a"/>'),
    added("F108", "lua", SETTINGS, "<!-- X-PRE-PROCESS is not for here -->"),
    added("F109", "verto", SETTINGS, '<!--#exec "touch x"-->'),
    added("F110", "verto", SETTINGS, "<?pi " + param("debug", "9") + "?>"),
    added("F110", "verto", SETTINGS, "<include>" + param("debug", "0")),
    without("F111", MAIN, '<X-PRE-PROCESS cmd="include" data="$${run_dir}/variables.xml"/>', "<!-- A switch"),
    added("F111", MAIN, INCLUDE, '<X-PRE-PROCESS cmd="include" data="$${run_dir}/variables.xml"/>'),
    Injected("F112", "event_socket", "$${event_socket_port}", "$${esl_port}"),
    Injected("F112", "event_socket", "$${event_socket_port}", "$${event_socket_port"),
]

STRUCTURE = [
    added("F201", MAIN, INCLUDE, '</section><section name="directory">'),
    Injected("F202", MAIN, "</section>", '</section>\n<section name="dialplan"/>'),
    Injected("F202", MAIN, "</section>", '</section>\n<section name="chatplan"/>'),
    added("F203", MAIN, INCLUDE, '<configuration name="sofia.conf"/>'),
    added("F205", "verto", VERTO_FIRST, param("enable-text", "true")),
    added("F205", "event_socket", SETTINGS, param("listen-ipv6", "::")),
    added("F205", "verto", "<profiles>", "<rewrites/>"),
    added("F205", "switch", SETTINGS, "allow everything"),
    Injected("F205", "verto", '<profile name="loopback">', '<profile name="loopback" a="b">'),
    added("F206", MAIN, INCLUDE, '<configuration name="verto.conf"/>'),
    added("F206", "verto", param("userauth", "true"), param("userauth", "true")),
    Injected("F206", "event_socket", "</settings>", "</settings>\n<settings/>"),
    Injected("F207", "logfile", '<map name="all" value="console,warning,err,crit,alert"/>', "", "<mappings>"),
    Injected("F208", "verto", param("context", "none"), param("context", "default")),
    Injected("F208", MAIN, 'type="freeswitch/xml"', 'type="xml"'),
    added("F211", "modules", MODULES, '<load module="mod_dptools"/>'),
    added("F211", "modules", MODULES, '<load module="mod_sms.so"/>'),
    added("F212", "modules", MODULES, '<load module="mod_sofia"/>'),
    added("F212", "modules", MODULES, '<load module="../mod_evil"/>'),
    without("F213", "modules", '<load module="mod_xml_curl"/>', MODULES),
    without("F213", "modules", '<load module="mod_hash"/>', MODULES),
    Injected("F214", "modules", '<load module="mod_lua"/>', '<load module="mod_lua" path="/tmp/mod"/>'),
    Injected("F214", "post_load_modules", "<modules/>", '<modules><load module="mod_verto"/></modules>'),
    Injected("F214", "pre_load_modules", "<modules/>", '<modules><load module="mod_pgsql"/></modules>'),
    Injected(
        "F215", "modules", '<load module="mod_console"/>', '<load module="mod_verto"/>', '<load module="mod_lua"/>'
    ),
    added("F222", "switch", "<interface-allowlist>", '<allow name="mod_commands"/>'),
    added("F222", "switch", "<interface-allowlist>", '<allow name="mod_commands.system.api"/>'),
    without("F223", "switch", '<allow name="mod_hash.hash.api"/>', "<interface-allowlist>"),
]

LISTENING = [
    Injected("F301", "verto", VERTO_BIND, 'value="0.0.0.0:$${verto_port}"'),
    Injected("F301", "verto", VERTO_BIND, 'value="[::]:$${verto_port}"'),
    Injected("F301", "verto", VERTO_BIND, 'value="192.0.2.7:8081"'),
    without("F301", "verto", f'<param name="bind-local" {VERTO_BIND}/>', VERTO_FIRST),
    Injected("F302", "event_socket", 'value="127.0.0.1"', 'value="0.0.0.0"'),
    Injected("F302", "event_socket", 'value="127.0.0.1"', 'value="::"'),
    without("F302", "event_socket", param("listen-ip", "127.0.0.1"), SETTINGS),
    Injected("F303", "verto", VERTO_BIND, 'value="127.0.0.1:8081"'),
    Injected("F303", "event_socket", "$${event_socket_port}", "8021"),
    Injected("F304", "verto", f"{VERTO_BIND}/>", f'{VERTO_BIND} secure="true"/>'),
    Injected("F304", "verto", "$${certs_dir}/wss.pem", "/etc/ssl/private/site.pem"),
    added("F304", "verto", VERTO_FIRST, param("secure-key", "/etc/ssl/private/site.key")),
    added("F305", "verto", VERTO_FIRST, param("mcast-ip", "224.1.1.1")),
    added("F305", "verto", VERTO_FIRST, param("mcast-port", "1337")),
    Injected("F306", "verto", param("rtp-ip", "127.0.0.1"), param("rtp-ip", "192.0.2.7")),
    added("F306", "verto", VERTO_FIRST, param("ext-rtp-ip", "stun:stun.example.org")),
    Injected(
        "F307", "verto", param("apply-connection-acl", "loopback.auto"), param("apply-connection-acl", "wan.auto")
    ),
    without("F307", "verto", param("apply-connection-acl", "loopback.auto"), VERTO_FIRST),
    Injected("F307", "event_socket", 'value="loopback.auto"', 'value="any_v4.auto"'),
    without("F307", "event_socket", param("apply-inbound-acl", "loopback.auto"), SETTINGS),
    Injected("F308", "acl", "<network-lists/>", '<network-lists><list name="loopback.auto"/></network-lists>'),
    Injected("F309", "hash", "<remotes/>", '<remotes><remote name="a" host="192.0.2.7"/></remotes>'),
    Injected("F310", "event_socket", param("nat-map", "false"), param("nat-map", "true")),
    without("F311", "event_socket", param("stop-on-bind-error", "true"), SETTINGS),
]

SECRETS = [
    Injected("F401", "event_socket", "$${event_socket_password}", "ClueCon"),
    Injected("F402", "event_socket", "$${event_socket_password}", "JZHzW1BkTnc0pEyYiQPbqu2D5ALxv7Mf"),
    Injected("F402", "xml_curl", "freeswitch:$${fsapi_secret}", "freeswitch:JZHzW1BkTnc0pEyYiQPbqu2D5ALxv7Mf"),
    Injected("F403", "xml_curl", "$${fsapi_url}", "http://freeswitch:abc@127.0.0.1:8000/fsapi"),
    without("F404", "event_socket", param("password", "$${event_socket_password}"), SETTINGS),
]

VERTO = [
    Injected("F501", "verto", param("userauth", "true"), param("userauth", "false")),
    without("F501", "verto", param("userauth", "true"), VERTO_FIRST),
    Injected("F502", "verto", param("blind-reg", "false"), param("blind-reg", "true")),
    added("F503", "verto", VERTO_FIRST, param("root-password", "$${event_socket_password}")),
    Injected("F504", "verto", 'value="pbx"', 'value="$${domain}"'),
    without("F504", "verto", param("force-register-domain", "pbx"), VERTO_FIRST),
    added("F505", "verto", VERTO_FIRST, '<vhosts><vhost domain="localhost"/></vhosts>'),
    Injected("F506", "verto", param("send-auth-password", "false"), param("send-auth-password", "true")),
    Injected("F507", "verto", param("enable-fs-events", "false"), param("enable-fs-events", "true")),
    Injected("F507", "verto", param("enable-presence", "false"), param("enable-presence", "true")),
    without("F507", "verto", param("enable-presence", "false"), SETTINGS),
    Injected("F508", "verto", param("debug", "0"), param("debug", "10")),
    added("F508", "verto", VERTO_FIRST, param("Debug", "1")),
    added("F508", "verto", SETTINGS, param("kslog", "true")),
    Injected("F509", "verto", "</profile>", '</profile>\n<profile name="world"/>'),
    added("F511", "verto", VERTO_FIRST, param("jsonrpc-allowed-methods", "__ANY__")),
    added("F512", "verto", VERTO_FIRST, param("jsonrpc-allowed-methods", "echo,verto.broadcast")),
    added("F513", "verto", VERTO_FIRST, param("jsonrpc-allowed-methods", "verto")),
    added("F513", "verto", VERTO_FIRST, param("jsonrpc-allowed-event-channels", "demo")),
]

LOOKUPS = [
    Injected("F601", "xml_curl", ' bindings="directory"', ' bindings="directory|configuration"'),
    Injected("F601", "xml_curl", ' bindings="directory"', ""),
    Injected("F602", "xml_curl", "$${fsapi_url}", "https://talk.example.org/fsapi"),
    Injected("F602", "xml_curl", "$${fsapi_url}", "http://127.0.0.1.example.org/fsapi"),
    without("F602", "xml_curl", '<param name="gateway-url" value="$${fsapi_url}" bindings="directory"/>', LOOKUP),
    without("F603", "xml_curl", param("gateway-credentials", "freeswitch:$${fsapi_secret}"), LOOKUP),
    Injected("F604", "xml_curl", param("auth-scheme", "basic"), param("auth-scheme", "any")),
    without("F605", "xml_curl", param("enable-post-var", "user"), LOOKUP),
    Injected("F605", "xml_curl", param("enable-post-var", "key"), param("enable-post-var", "sessid")),
    added("F605", "xml_curl", LOOKUP, param("enable-post-var", "verto_*")),
    Injected("F606", "xml_curl", param("timeout", "2"), param("timeout", "0")),
    Injected("F606", "xml_curl", param("timeout", "2"), param("timeout", "60")),
    without("F606", "xml_curl", param("timeout", "2"), LOOKUP),
    Injected("F607", "xml_curl", param("method", "POST"), param("method", "GET")),
    added("F608", "xml_curl", LOOKUP, param("use-dynamic-url", "true")),
    added("F609", "xml_curl", LOOKUP, param("cookie-file", "/tmp/cookies")),
    added("F610", "xml_curl", LOOKUP, param("enable-cacert-check", "false")),
    without("F611", "xml_curl", param("response-max-bytes", "16384"), LOOKUP),
    Injected("F611", "curl", param("max-bytes", "4096"), param("max-bytes", "64000000")),
    Injected("F612", "xml_curl", "</binding>", '</binding>\n<binding name="phrases"/>'),
    added("F613", "xml_curl", LOOKUP, '<user id="a" cacheable="3000"/>'),
]

SCRIPTS = [
    without("F701", "lua", param("startup-script", "relay.lua"), SETTINGS),
    added("F702", "lua", SETTINGS, '<hook event="CUSTOM" subclass="verto::login" script="hooks.lua"/>'),
    without("F701", "lua", param("startup-script", "hooks.lua"), SETTINGS),
    Injected("F703", "lua", 'value="hooks.lua"', 'value="/tmp/hooks.lua"'),
    added("F703", "lua", SETTINGS, param("startup-script", "~freeswitch.msleep(1)")),
    added("F206", "lua", param("startup-script", "relay.lua"), param("startup-script", "relay.lua")),
    added("F704", "lua", SETTINGS, param("xml-handler-bindings", "directory")),
    added("F705", "lua", SETTINGS, param("script-directory", "/tmp/?.lua")),
]

CORE = [
    Injected("F801", "switch", param("loglevel", "warning"), param("loglevel", "debug")),
    Injected("F801", "switch", param("loglevel", "warning"), param("loglevel", "7")),
    Injected("F801", "console", param("loglevel", "warning"), param("loglevel", "notice")),
    without("F801", "switch", param("loglevel", "warning"), SETTINGS),
    Injected("F801", "logfile", 'value="console,warning', 'value="debug,info,warning'),
    Injected("F801", "console", 'value="console,warning', 'value="all,warning'),
    added("F801", "event_socket", SETTINGS, param("debug", "1")),
    without("F802", "logfile", param("rollover", "10485760"), "<settings>\n        <!-- 10 MiB"),
    Injected("F802", "logfile", param("rollover", "10485760"), param("rollover", "0")),
    Injected("F802", "logfile", param("maximum-rotate", "10"), param("maximum-rotate", "0")),
    Injected("F803", "logfile", param("uuid", "false"), param("logfile", "/tmp/freeswitch.log")),
    added("F804", "switch", SETTINGS, param("dump-cores", "yes")),
    added("F805", "switch", SETTINGS, param("core-db-dsn", "odbc://freeswitch:abc:abc")),
    Injected("F806", "switch", param("max-sessions", "1"), param("max-sessions", "1000")),
    without("F806", "switch", param("sessions-per-second", "1"), SETTINGS),
    added("F807", "switch", SETTINGS, param("mailer-app", "sendmail")),
]

ALL = [*READING, *STRUCTURE, *LISTENING, *SECRETS, *VERTO, *LOOKUPS, *SCRIPTS, *CORE]
