"""Redis, for several processes: `store` shares the seats, `post` carries what processes tell each other, `backplane` joins
them to the core and heals what breaks.
"""
