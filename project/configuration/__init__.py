"""A linter for what an operator installs: each mistake with a stable code, the file, the line and the reason.

nginx, coturn and compose take nearly everything without a word, and several of their defaults open what is to be closed. The
parts are independent: `environment.py`, `nginx/`, `turnserver.py`, `compose.py`; FreeSWITCH's is `channels_app.freeswitch_conf`.
All sentences are in `codes.py`.
"""
