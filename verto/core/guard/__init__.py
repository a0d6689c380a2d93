"""The relay through FreeSWITCH: one loopback socket to mod_verto for each client, behind all the rules of the session layer.

Reading order: `wire` (texts), `order` (sequence), `traffic` (pace), `link` (one socket), `relay` (the port), `guard` (the verbs).
"""
