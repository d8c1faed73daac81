"""A part of the country in one database: hundreds of practices of one network, so that the large figures can be taken.

Every row is a real one, with the events that vouch for it: ``verify_evidence`` finds the record whole, and nothing is
made that the site itself could not have come by. The same seed makes the same people.
"""
