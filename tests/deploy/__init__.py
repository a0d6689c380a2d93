"""Each file of deploy/, run by the real program that it is for."""
