"""Words that whoever guesses passwords tries first: our own short list, enough where tries are counted."""

import re

_LIST = """
password passwort passwd passphrase pass word secret welcome letmein login logon signin master admin
administrator root user guest test testing demo default changeme change temp temporary access office
work staff doctor nurse clinic clinical hospital medical medicine health healthcare patient patients
infusion ketamine migraine headache screening screener intake consult therapy pharmacy physician
monday tuesday wednesday thursday friday saturday sunday january february march april june july
august september october november december spring summer autumn winter today tomorrow
love iloveyou lovely baby angel princess prince queen king dragon monkey tiger lion shadow sunshine
rainbow flower butterfly chocolate cookie coffee cheese banana orange apple cherry pepper ginger
football baseball basketball hockey soccer tennis golf racing player yankees lakers cowboys eagles
superman batman spiderman starwars pokemon naruto minecraft fortnite hunter ranger trustno whatever
computer internet google facebook amazon microsoft windows samsung android iphone apple linkedin
michael jennifer jessica ashley daniel andrew joshua matthew thomas robert william jordan charlie
hannah samantha maggie george freedom forever happy hello friend family mother father sister brother
america canada london paris berlin boston chicago dallas denver austin florida california texas
ninja jesus christ heaven blessed faith hope money million dollar lucky casino poker silver golden
diamond purple yellow black white green blue correct horse battery staple
"""
WORDS = frozenset(re.findall(r"\w+", _LIST))

RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm")
"""Alphabets and rows of keys; read backwards too."""
RUN = 4
"""So many in a row are a run."""
