from pathlib import Path
from tests.evidence.scenes import *


def test_try(db, tmp_path):
    import time

    s = a_practice_with_a_history()
    t = time.time()
    data = s.pack()
    print("took", time.time() - t, len(data))
    out = Path("/tmp/evid/pack")
    shutil.rmtree(out, ignore_errors=True)
    unpacked(data, out)
    Path("/tmp/evid/pack.zip").write_bytes(data)
    t = time.time()
    r = verify(out)
    print("verify", time.time() - t)
    print(r.stdout, r.stderr, oldest_python())
    s2 = s.pack(at=LATER)
    a = ZipFile(io.BytesIO(data))
    b = ZipFile(io.BytesIO(s2))
    for n in a.namelist():
        if a.read(n) != b.read(n):
            print("differs", n)
    assert 0
