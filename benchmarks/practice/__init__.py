"""A practice that has been here for years: people come and go, learn and sign every year, and each night is sealed.

Every row is a real one, with the events that vouch for it: ``verify_evidence`` finds the record whole.
"""
