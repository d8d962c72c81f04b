"""The machine's keys through a file descriptor: none of them on the node's disk, and no word of them in an error."""

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.node.parties import ROOT_PASSPHRASE, make_two
from tests.node.test_two_processes import Process, free_port, wait

from commonground.cli.main import main
from commonground.errors import CommongroundError, InputError, OwnError
from commonground.node import clock, key_source
from commonground.node.config import read_config, write_config
from commonground.node.disk import write_secret
from commonground.node.folder import machine_keys
from commonground.node.key_source import LARGEST, key_texts, read_descriptor

RUN = "import sys; from commonground.cli.main import main; sys.exit(main())"
# As docs/spec/config.md says it.
GATHER = (
    "umask 077; for one in log witness node; do printf '%s=' $one; cat $one.key; done >all; cat tls.key >>all"
)


def gathered(folder):
    """The keys of a folder in one text, by the shell lines of the docs; the files are gone."""
    keys = folder / "keys"
    subprocess.run(["sh", "-c", GATHER], cwd=keys, check=True, timeout=60)
    content = (keys / "all").read_bytes()
    for path in keys.glob("*.key"):
        path.unlink()
    (keys / "all").unlink()
    return content


def piped(content):
    """A descriptor out of which this comes, as if the process had been started with it."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)

    def write():
        with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
            pipe.write(content)

    threading.Thread(target=write, daemon=True).start()
    return reading


def is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@pytest.fixture
def north(tmp_path):
    """North's folder without its key files, and the keys in one text."""
    folder = make_two(tmp_path, now=clock.now(), urls={"north": "", "south": ""})["north"]
    return folder, gathered(folder)


def set_source(folder, descriptor):
    write_config(replace(read_config(folder), keys=f"fd:{descriptor}"))


def test_the_keys_that_come_are_those_of_the_files_and_the_descriptor_is_closed(tmp_path):
    folder = make_two(tmp_path)["north"]
    before = machine_keys(read_config(folder))
    descriptor = piped(gathered(folder))
    set_source(folder, descriptor)
    after = machine_keys(read_config(folder))
    assert (after.log.verifier, after.witness.verifier) == (before.log.verifier, before.witness.verifier)
    assert (after.node.verifier, after.tls) == (before.node.verifier, before.tls)
    assert not is_open(descriptor)
    with pytest.raises(InputError, match="not open"):
        machine_keys(read_config(folder))


def test_a_command_takes_the_keys_by_descriptor(north, tmp_path, capsys):
    folder, content = north
    set_source(folder, piped(content))
    assert main(["bundle", "make", str(folder), str(tmp_path / "one.cgb"), "--to", "south"]) == 0
    set_source(folder, 900)
    assert main(["bundle", "make", str(folder), str(tmp_path / "two.cgb"), "--to", "south"]) != 0
    said = capsys.readouterr().err
    assert "fd:900" in said
    assert "900<FILE" in said
    assert not (tmp_path / "two.cgb").exists()


def test_two_nodes_by_tls_whose_keys_lie_nowhere_in_their_folders(tmp_path):
    ports = {code: free_port() for code in ("north", "south")}
    peer_ports = {code: free_port() for code in ports}
    urls = {code: f"https://127.0.0.1:{port}" for code, port in peer_ports.items()}
    folders = make_two(tmp_path, now=clock.now(), urls=urls)
    running, texts = {}, {}
    try:
        for code, folder in folders.items():
            config = replace(
                read_config(folder), peer_host="127.0.0.1", peer_port=peer_ports[code], keys="fd:3"
            )
            write_config(config)
            texts[code] = gathered(folder)
            (tmp_path / code / "text").touch(0o600)
            (tmp_path / code / "text").write_bytes(texts[code])
            running[code] = ByDescriptor(code, folder, ports[code])
        north, south = running["north"].desk(), running["south"].desk()
        identity = north.post("/api/alarm", {"words": "stop"})["id"]
        wait(lambda: identity in {row["id"] for row in south.get("/api/record", limit=50)})
        wait(lambda: north.desk()["head"]["pending"] == 0)
        for code, one in running.items():
            seen = one.said.read_bytes()
            for name in ("cmdline", "environ"):
                path = Path("/proc") / str(one.child.pid) / name
                seen += path.read_bytes() if path.exists() else b""
            held = Path("/proc") / str(one.child.pid) / "fd"
            for path in held.iterdir() if held.exists() else []:
                with contextlib.suppress(FileNotFoundError):  # the node closed it just now
                    assert path.readlink() != folders[code] / "text"  # closed once it was read
            for secret in secrets_of(texts[code]):
                assert secret not in seen
                for path in folders[code].rglob("*"):
                    if path.is_file() and path.name != "text":
                        assert secret not in path.read_bytes(), path
        assert [one.end() for one in running.values()] == [0, 0]
    finally:
        for one in running.values():
            one.kill()
            for desk in one.desks:
                desk.close()


class ByDescriptor(Process):
    """`cg node run DIR 3<FILE`, by a shell."""

    def start(self):
        self.said = self.folder.parent / f"{self.code}.said"
        line = 'exec "$0" -c "$1" node run "$2" --port "$3" 3<"$2/text"'
        words = [sys.executable, RUN, str(self.folder), str(self.port)]
        with self.said.open("wb") as said:
            self.child = subprocess.Popen(["sh", "-c", line, *words], stdout=said, stderr=said)


def secrets_of(content):
    lines = content.split(b"\n")
    seeds = [line.partition(b"=")[2] for line in lines[:3]]
    return [*seeds, *(bytes.fromhex(one.decode()) for one in seeds), lines[4]]


def test_a_node_that_was_given_no_keys_says_so_and_ends(north):
    folder, _ = north
    set_source(folder, 3)
    words = [sys.executable, "-c", RUN, "node", "run", str(folder), "--port", str(free_port())]
    done = subprocess.run(words, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 1
    assert "fd:3: the keys are to come through this file descriptor, and it is not open" in done.stderr
    assert "3<FILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_this_process_has_opened_itself_is_not_taken_for_the_keys(tmp_path):
    with (tmp_path / "record.db").open("wb+") as ours:
        ours.write(b"the record")
        with pytest.raises(InputError, match="not open"):
            read_descriptor(ours.fileno())
        assert is_open(ours.fileno())


WHOLE = b"".join(
    b"%s=%s\n" % (name, digit * 64) for name, digit in ((b"log", b"a"), (b"witness", b"b"), (b"node", b"c"))
)
PEM = b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "nothing came"),
        (b"\n\n", "not the keys"),
        (WHOLE, "none for tls"),
        (PEM, "none for log"),
        (WHOLE.replace(b"witness", b"witless") + PEM, "not the keys"),
        (WHOLE.split(b"\n", 1)[1] + PEM, "none for log"),
        (WHOLE + WHOLE + PEM, "not the keys"),
        (WHOLE + PEM + PEM, "not the keys"),
        (WHOLE.replace(b"a" * 64, b"a" * 63) + PEM, "not the keys"),
        (WHOLE.replace(b"a" * 64, b"g" * 64) + PEM, "not the keys"),
        (WHOLE.upper() + PEM, "not the keys"),
        (WHOLE + PEM.replace(b"END", b"AND"), "not the keys"),
        (b"\xff" * 300, "not the keys"),
        (b"a passphrase=river stone\n" + WHOLE + PEM, "not the keys"),
        (b"x" * (LARGEST + 1), "16 KiB"),
        (b"-----BEGIN PRIVATE KEY-----\n" * 500, "not the keys"),
    ],
)
def test_what_is_not_the_keys_is_refused_without_a_word_of_it(content, what, tmp_path):
    descriptor = piped(content)
    with pytest.raises(InputError, match=what) as refused:
        key_texts(tmp_path, f"fd:{descriptor}")
    assert not is_open(descriptor)
    said = " ".join((refused.value.what, refused.value.where, refused.value.given, refused.value.hint))
    for secret in ("aaaa", "bbbb", "cccc", "c2Vj", "river", "gggg"):
        assert secret not in said
    assert refused.value.__cause__ is None


def test_the_whole_text_is_taken_in_any_order(tmp_path):
    for content in (WHOLE + PEM, PEM + b"\n" + WHOLE, b"\n".join(reversed(WHOLE.split(b"\n"))) + b"\n" + PEM):
        texts = key_texts(tmp_path, f"fd:{piped(content)}")
        assert texts.seeds["witness"] == b"\xbb" * 32
        assert texts.tls.strip() == PEM.strip()
        assert "bbbb" not in repr(texts)
        assert "c2Vj" not in repr(texts)


def test_a_directory_an_output_and_a_file_for_everybody_are_refused(tmp_path):
    loose = tmp_path / "loose"
    loose.write_bytes(WHOLE + PEM)
    loose.chmod(0o644)
    tight = tmp_path / "tight"
    write_secret(tight, WHOLE + PEM)
    for path, flags, error in (
        (tmp_path, os.O_RDONLY, InputError),
        (tight, os.O_WRONLY, InputError),
        (loose, os.O_RDONLY, OwnError),
    ):
        descriptor = os.open(path, flags)
        os.set_inheritable(descriptor, True)
        with pytest.raises(error):
            read_descriptor(descriptor)
        assert not is_open(descriptor)
    descriptor = os.open(tight, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    assert read_descriptor(descriptor) == WHOLE + PEM


def test_a_descriptor_whose_other_end_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(key_source, "PATIENCE_S", 0.2)
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    try:
        os.write(writing, WHOLE)
        with pytest.raises(InputError, match="no end came"):
            read_descriptor(reading)
        assert not is_open(reading)
    finally:
        os.close(writing)


@pytest.mark.parametrize("value", ["fd:2", "fd:x", "3", "fd:", "/dev/fd/3", "fd:33333", "env:KEYS"])
def test_the_configuration_names_a_descriptor_or_nothing(tmp_path, value):
    folder = make_two(tmp_path)["north"]
    write_config(replace(read_config(folder), keys=value))
    with pytest.raises(CommongroundError, match=r"node\.keys"):
        read_config(folder)


def test_a_rotated_key_is_asked_for_by_its_name(north, tmp_path, capsys):
    folder, content = north
    secret = tmp_path / "passphrases"
    write_secret(secret, f"root={ROOT_PASSPHRASE}\n".encode())
    set_source(folder, piped(content))
    assert main(["key", "rotate", str(folder), "witness", "--passphrases", str(secret)]) == 0
    capsys.readouterr()
    set_source(folder, piped(content))
    assert main(["node", "run", str(folder), "--port", "0"]) != 0
    said = capsys.readouterr().err
    assert "keys/witness.key" in said
    new = (folder / "keys" / "witness.key").read_bytes().strip()
    old = content.split(b"\n")[1].partition(b"=")[2]
    again = content.replace(old, new)
    descriptor = piped(again)
    set_source(folder, descriptor)
    assert main(["bundle", "make", str(folder), str(tmp_path / "one.cgb"), "--to", "south"]) == 0
