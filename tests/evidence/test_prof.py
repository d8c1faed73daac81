import cProfile, pstats
from tests.evidence.scenes import *
def test_prof(db):
    pr=cProfile.Profile(); pr.enable(); s=a_practice_with_a_history(); pr.disable()
    pstats.Stats(pr).sort_stats("cumtime").print_stats(18)
    s.pack()
    pr=cProfile.Profile(); pr.enable(); s.pack(); pr.disable()
    pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
    assert 0
