"""A site in one file: rows of the database, secrets and settings, encrypted for who holds the key.

The file is an age file (age-encryption.org/v1), so that it can be opened without this project: `age -d -i KEY FILE`. The
server needs the public key alone. Inside are lines of JSON:

    {"backup": "pbx-peers", "version": 1, "made": "2026-...", "schema": {"auth": "0012_...", ...}}
    {"secrets": {"SECRET_KEY": ["...", ...], ...}, "settings": {"ORIGINS": "...", ...}}
    {"table": "channels_app.Channel", "columns": ["id", "topic", ...]}
    [...]                                        one line for each row
    {"end": {"channels_app.Channel": 3, ...}}    how many rows each table has

Rows and not a dump of the database: so one form serves both kinds of database, restores from either into either, leaves
out what need not be kept, and asks for no other program.
"""
