"""A file is written whole, or not at all."""

import pytest

from trainingsite.evidence.whole_file import whole_file


def test_a_file_is_there_once_all_of_it_is_written(tmp_path):
    path = tmp_path / "evidence.zip"

    with whole_file(path) as out:
        out.write(b"all of it")
        assert not path.exists()

    assert path.read_bytes() == b"all of it"


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_trouble_leaves_what_was_there_and_nothing_half_written(tmp_path, trouble):
    path = tmp_path / "evidence.zip"
    path.write_bytes(b"before")

    with pytest.raises(trouble), whole_file(path) as out:
        out.write(b"half")
        raise trouble

    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("evidence.zip", b"before")]
