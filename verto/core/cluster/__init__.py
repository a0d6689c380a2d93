"""Several processes that serve the same channels: seats are decided in one store, and what must cross goes from one to another.

Reading order: `wire` (what they tell each other), `seats` (the port), `others` (what is known of one channel), `neighbours`
(the port to what is elsewhere), `cluster` (the verbs).
"""
