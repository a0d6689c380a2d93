"""Two people, two real browsers, the real site."""
