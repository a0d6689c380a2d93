"""What can be wrong with a configuration of FreeSWITCH: a stable code and a sentence for each mistake."""

from __future__ import annotations

from common import mistakes

CODES = {
    # Reading: FreeSWITCH has a preprocessor that works line by line, before it reads XML.
    "F101": "This is not well-formed XML.",
    "F102": "A document type or an entity: nothing here needs one, and they read other files.",
    "F103": "The preprocessor would run a command.",
    "F104": "The preprocessor would ask a server on the network at each start.",
    "F105": "The preprocessor reads the environment; entrypoint.sh does that, and checks what it reads.",
    "F106": "A variable is set here; entrypoint.sh writes all of them, none stands in these files.",
    "F107": "This includes something else than files of the configuration.",
    "F108": "FreeSWITCH reads this line in another way than people do: a directive stands alone on its line.",
    "F109": "A directive that looks like a comment.",
    "F110": "FreeSWITCH drops this whole line.",
    "F111": "The variables of entrypoint.sh must be included, once.",
    "F112": "No such variable is written by entrypoint.sh.",
    "F113": "This file cannot be read as UTF-8 text.",
    "F114": "Nothing includes this file: what it says is not done.",
    "F115": "Everybody on this machine may change this file.",
    # Structure: FreeSWITCH takes the first of two and passes over what it does not know, silently.
    "F201": "Users of its own: a client whom /fsapi refuses would be looked for here.",
    "F202": "A section that a switch without calls does not need.",
    "F203": "A configuration of a module that is not loaded.",
    "F204": "This configuration is missing.",
    "F205": "Nothing of this name is used by the shipped configuration; nobody has looked at what it does.",
    "F206": "This stands here twice; FreeSWITCH takes one of them.",
    "F207": "This must be here.",
    "F208": "This value is not the one that was looked at.",
    "F211": "With this module a client that sends a message can run commands.",
    "F212": "This module is not used.",
    "F213": "This module is needed.",
    "F214": "Modules are loaded in one place, from FreeSWITCH's own directory.",
    "F215": "mod_lua must be loaded before mod_verto, or first logins are missed.",
    "F221": "Without the list of permitted commands, every command of every module can be reached.",
    "F222": "This permits a command that our scripts and Django do not use.",
    "F223": "Our scripts or Django need this command.",
    # Listening.
    "F301": "mod_verto must listen on loopback only; the world sees our /verto.",
    "F302": "The event socket must listen on loopback only: whoever speaks there owns the switch.",
    "F303": "The port is told by entrypoint.sh.",
    "F304": "No TLS here: plain on loopback, and nobody else.",
    "F305": "Multicast sends what clients say to the network.",
    "F306": "An address for media that is not loopback.",
    "F307": "The list of addresses that may connect is missing or is not loopback.auto.",
    "F308": "Lists of networks of its own; loopback.auto is built in and enough.",
    "F309": "A connection to other machines.",
    "F310": "The event socket must not open a port in the router.",
    "F311": "If somebody else holds the port, it must not wait for it with the password ready.",
    # Secrets.
    "F401": "The default password that everybody knows.",
    "F402": "A secret stands in a file; entrypoint.sh tells it.",
    "F403": "A secret stands in a URL, and so in logs.",
    "F404": "The password of the event socket is missing, and would be the default that everybody knows.",
    # mod_verto.
    "F501": "Without userauth nobody is asked for a password.",
    "F502": "blind-reg lets anybody in.",
    "F503": "A user root with a password of its own has all rights.",
    "F504": "Clients could choose the domain in which they are looked up.",
    "F505": "Virtual hosts serve files and scripts over HTTP.",
    "F506": "Clients' passwords would be sent along with the lookup.",
    "F507": "Clients could listen to events of the switch.",
    "F508": "Debugging writes passwords to the log.",
    "F509": "There is one profile.",
    "F511": "__ANY__ permits everything, and crashes FreeSWITCH at a login.",
    "F512": "verto.broadcast crashes FreeSWITCH and leaks memory and sessids; never permit it.",
    "F513": "Rights are given after approval, by the login worker; none stand in a file.",
    # Lookup.
    "F601": '/fsapi is asked for clients only (bindings="directory"): its answers could run commands.',
    "F602": "/fsapi is reached on loopback, at the address that entrypoint.sh tells.",
    "F603": "/fsapi must be shown the shared secret.",
    "F604": "The secret is shown by basic credentials.",
    "F605": "Exactly action, key, user and domain: without these four, clients add fields to the form; others are theirs.",
    "F606": "Without a timeout of 1 to 5 seconds, a Django that hangs holds clients' threads for ever.",
    "F607": "Lookups are POSTed: a URL is written to logs.",
    "F608": "The URL would be made from what clients write.",
    "F609": "A file with cookies, written by whoever answers.",
    "F610": "Settings of TLS for a gateway that is on loopback.",
    "F611": "The answer's size must be limited, to 64 KiB at most.",
    "F612": "There is one binding.",
    "F613": "A cached client stays after it was removed.",
    # Scripts.
    "F701": "This startup script is missing.",
    "F702": "A hook runs in the thread that hands out all events; when a flood fills its queue, FreeSWITCH stops for good.",
    "F703": "A script that is not ours, or at a place that is not its own.",
    "F704": "A script would answer for parts of the configuration.",
    "F705": "Scripts and modules of Lua from another directory.",
    # Log and core.
    "F801": "The log would name who logs in; further levels show passwords and what clients write.",
    "F802": "The log must be rotated, or an intruder fills the disk.",
    "F803": "The log must stay in the run directory, which is closed to others.",
    "F804": "A memory dump holds every secret.",
    "F805": "A database elsewhere; nothing is kept in one.",
    "F806": "Calls must be limited to the least that FreeSWITCH takes: one.",
    "F807": "A program that FreeSWITCH would run.",
    # Version.
    "F901": "Older than 1.11.1: clients can end others' sessions, fill memory and crash it.",
    "F902": "This program does not say which version of FreeSWITCH it is.",
}


class Mistake(mistakes.Mistake):
    """One thing to put right in FreeSWITCH's configuration."""

    SENTENCES = CODES
