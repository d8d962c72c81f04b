"""node.toml and the files beside it."""

import dataclasses

import pytest

from commonground.errors import InputError, OwnError
from commonground.node.config import FILE, NodeConfig, PeerConfig, read_config, write_config
from commonground.node.disk import read_secret, write_secret
from commonground.position.profile import Basis, MapProfile, Order
from commonground.store.disk.whole import write_whole

PROFILE = MapProfile(
    name="North's sheets",
    crs="EPSG:32642",
    crs_basis=Basis.KNOWN,
    notation="mgrs",
    digits=5,
    order=Order.UNSAID,
    report_ce95_m=50.0,
    theatre=(-1.0, -1.0, 1.0, 1.0),
)


def config(folder, **changes):
    given = NodeConfig(
        code="north",
        name="North",
        profile=PROFILE,
        folder=folder,
        peers=(PeerConfig(code="south", url="http://127.0.0.1:8702"),),
        names=("desk:8443",),
    )
    return dataclasses.replace(given, **changes)


def test_what_is_written_is_read_back(tmp_path):
    write_config(config(tmp_path))
    assert read_config(tmp_path) == config(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "north"', 'code = "North!"', "small letters"),
        ("idle_lock_s = 1800", "idle_lock_s = 1", "idle_lock_s"),
        ("idle_lock_s = 1800", "idle_lok_s = 1800", "no such key: node.idle_lok_s"),
        ('crs = "EPSG:32642"', 'crz = "EPSG:32642"', "no such key: profile.crz"),
        ('order = "unsaid"', 'order = "upside"', "upside"),
        ("[party]", "[parti]", "no such key: parti"),
        ('name = "North"', "", "'name'"),
        ("[party]", "[party", "not TOML"),
    ],
)
def test_a_wrong_key_is_named(tmp_path, old, new, told):
    write_config(config(tmp_path))
    path = tmp_path / FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InputError, match=told):
        read_config(tmp_path)


def test_a_missing_file_is_said_by_name(tmp_path):
    with pytest.raises(InputError) as caught:
        read_config(tmp_path)
    assert FILE in caught.value.where


def test_a_key_file_that_others_can_read_is_not_used(tmp_path):
    path = tmp_path / "log.key"
    write_secret(path, b"secret")
    assert read_secret(path) == b"secret"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(OwnError) as caught:
        read_secret(path)
    assert "chmod 600" in caught.value.hint


def test_a_file_is_written_whole_over_an_old_one_and_over_a_broken_attempt(tmp_path):
    path = tmp_path / "file"
    write_whole(path, b"old")
    (tmp_path / ".file.new").write_bytes(b"half of a")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
