"""Every vector of the log set behaves as its expectation says (kind `dsse` excepted: we sign notes)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from commonground.cli.main import main
from commonground.errors import CommongroundError, InputError, PeerError
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.store.files.export import Folder
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.merkle import check_consistency, check_inclusion, root_of
from commonground.tlog.note import VerifierKey, open_note, verify
from commonground.tlog.policy import Policy, check_policy, read_policy
from commonground.tlog.proofs.proof import check_proof, read_proof
from commonground.tlog.proofs.splitview import compare_views
from commonground.tlog.proofs.whole import check_log
from commonground.tlog.witness import Remembered, add_checkpoint

LOG = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "log"
ALPHA = LOG / "gen_alpha"
decode = base64.b64decode


def load(name: str) -> Any:
    return json.loads((LOG / name).read_bytes())


CASES: list[dict[str, Any]] = load("gen_alpha/cases.json")["cases"]
VKEY = VerifierKey.read(load("gen_alpha/cases.json")["vkey"])


def of_kind(*kinds: str) -> list[Any]:
    found = [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] in kinds]
    assert found
    return found


def policy() -> Policy:
    return read_policy((ALPHA / "policy.txt").read_text())


def verdict(work: Any) -> str:
    try:
        work()
    except CommongroundError:
        return "reject"
    return "accept"


@pytest.mark.parametrize("case", of_kind("log"))
def test_a_whole_log_is_accepted(case: dict[str, Any]) -> None:
    checked = check_log(Folder(ALPHA / case["dir"]).read, VKEY)
    assert checked.checkpoint.size == case["size"]


def patched(case: dict[str, Any], path: str) -> bytes | None:
    file = ALPHA / case["base"] / path
    data = file.read_bytes() if file.exists() else None
    for patch in case["patches"]:
        if patch["file"] != path:
            continue
        if patch.get("delete"):
            return None
        if "copyfrom" in patch:
            data = (ALPHA / case["base"] / patch["copyfrom"]).read_bytes()
        if "truncate" in patch:
            data = (data or b"")[: patch["truncate"]]
        if "append" in patch:
            data = (data or b"") + decode(patch["append"])
        if "replace" in patch:
            data = decode(patch["replace"])
        if "xor" in patch:
            changed = bytearray(data or b"")
            changed[patch["offset"]] ^= patch["xor"]
            data = bytes(changed)
    return data


@pytest.mark.parametrize("case", of_kind("log-patched"))
def test_an_altered_log_is_refused(case: dict[str, Any]) -> None:
    got = verdict(lambda: check_log(lambda path: patched(case, path), VKEY))
    if case["expect"] == "accept-older":
        older, _ = open_checkpoint(patched(case, "checkpoint") or b"", VKEY)
        assert older.size < case["size"]  # valid by itself; only who remembers more can tell
        assert got == "accept"
    else:
        assert got == case["expect"], case["why"]


@pytest.mark.parametrize("case", of_kind("checkpoint-policy"))
def test_a_head_is_judged_by_its_policy(case: dict[str, Any]) -> None:
    assert verdict(lambda: check_policy(case["text"].encode(), policy())) == case["expect"], case["why"]


@pytest.mark.parametrize("case", of_kind("tlog-proof"))
def test_a_proof_is_judged_with_its_entry(case: dict[str, Any]) -> None:
    def work() -> None:
        proof = read_proof(case["text"].encode())
        check_proof(proof, decode(case["entry"]), check_policy(proof.checkpoint, policy()))

    assert verdict(work) == case["expect"], case["why"]


POLICY = ("--policy", ALPHA / "policy.txt")


def exit_of(*words: str | Path) -> int:
    return main(["verify", *map(str, words)])


def test_the_command_line_says_the_same_of_heads_proofs_and_logs(tmp_path: Path) -> None:
    """Exit 0 where a case is to be accepted, 3 where it is refused; an older head alone is no lie."""
    for number, case in enumerate(CASES):
        path, entry = tmp_path / f"{number}.txt", tmp_path / f"{number}.entry"
        if case["kind"] == "checkpoint-policy":
            path.write_text(case["text"])
            got = exit_of(path, *POLICY)
        elif case["kind"] == "tlog-proof":
            path.write_text(case["text"])
            entry.write_bytes(decode(case["entry"]))
            got = exit_of(path, "--entry", entry, *POLICY)
        elif case["kind"] == "log":
            got = exit_of(ALPHA / case["dir"], "--vkey", ALPHA / "vkey.txt")
        elif case["kind"] == "log-patched":
            path = tmp_path / str(number)
            for file in (ALPHA / case["base"]).rglob("*"):
                data = patched(case, str(file.relative_to(ALPHA / case["base"]))) if file.is_file() else None
                if data is not None:
                    copy = path / file.relative_to(ALPHA / case["base"])
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_bytes(data)
            got = exit_of(path, "--vkey", VKEY.text)
        elif case["kind"] == "split-view":
            path.write_text(case["a"])
            entry.write_text(case["b"])
            got = exit_of(path, "--vkey", case["log_vkey"], "--extends", entry)
            assert got in {"consistent": (0,), "needs-proof": (1, 3)}.get(case["expect"], (3,)), case["id"]
            continue
        else:
            continue
        assert got == (3 if case["expect"] == "reject" else 0), (case["id"], case["why"])


@pytest.mark.parametrize("case", of_kind("add-checkpoint"))
def test_a_witness_answers_as_the_protocol_says(case: dict[str, Any]) -> None:
    state = case["state"]
    remembered = (
        {VKEY.name: Remembered(size=state["size"], root=decode(state["root"]))} if state["size"] else {}
    )
    log = VerifierKey.read(case["log_vkey"])
    found = add_checkpoint(case["request"].encode(), {log.name: log}, remembered)
    assert found.status == case["expect"], (case["why"], found.why)


@pytest.mark.parametrize("case", of_kind("split-view"))
def test_two_heads_are_compared(case: dict[str, Any]) -> None:
    log = VerifierKey.read(case["log_vkey"])
    assert compare_views(case["a"].encode(), case["b"].encode(), log) == case["expect"]


def test_every_kind_of_case_is_run() -> None:
    run = {"log", "log-patched", "checkpoint-policy", "tlog-proof", "add-checkpoint", "split-view"}
    assert {case["kind"] for case in CASES} == run | {"dsse"}


@pytest.mark.parametrize("case", load("merkle_inclusion.json"), ids=lambda case: case["file"])
def test_public_inclusion_proofs(case: dict[str, Any]) -> None:
    def work() -> None:
        proof = [decode(one) for one in case["proof"] or ()]
        leaf, root = decode(case["leafHash"]), decode(case["root"])
        check_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)

    assert verdict(work) == ("reject" if case["wantErr"] else "accept")


@pytest.mark.parametrize("case", load("merkle_consistency.json"), ids=lambda case: case["file"])
def test_public_consistency_proofs(case: dict[str, Any]) -> None:
    def work() -> None:
        proof = [decode(one) for one in case["proof"] or ()]
        roots = decode(case["root1"] or ""), decode(case["root2"] or "")
        check_consistency(case["size1"], case["size2"], *roots, proof)

    strict = len(decode(case["root1"] or "")) != 32  # one case has a root of 12 bytes: we refuse it
    assert verdict(work) == ("reject" if case["wantErr"] or strict else "accept")


def test_the_public_log_of_fifteen_verifies_head_by_head() -> None:
    folder = LOG / "tessera_log"
    key = VerifierKey.read((folder / "vkey.txt").read_text().strip())
    checked = check_log(Folder(folder).read, key)
    assert checked.checkpoint.size == 15
    last: Checkpoint | None = None
    for size in range(16):
        head, _ = open_checkpoint((folder / f"checkpoint.{size}").read_bytes(), key)
        assert head.root == root_of(checked.leaves[:size])
        assert last is None or head.size == last.size + 1
        last = head


def public_exchanges() -> list[Any]:
    return load("witness_public.json")["logs"]


@pytest.mark.parametrize("log", public_exchanges(), ids=lambda log: log["vkey"][:24])
def test_a_public_witness_conversation(log: dict[str, Any]) -> None:
    key = VerifierKey.read(log["vkey"])
    remembered: dict[str, Remembered] = {}
    for exchange in log["exchanges"]:
        found = add_checkpoint(exchange["request"].encode(), {log.get("origin", key.name): key}, remembered)
        unknown = "unknown log" in exchange["asserts"]
        assert found.status == (404 if unknown else exchange["status"]), exchange["asserts"]
        if found.status == 409:
            assert exchange["asserts"] == f'body == "{found.why}\\n"'
        if found.status == 200:
            assert found.checkpoint is not None
            head = found.checkpoint
            remembered[head.origin] = Remembered(size=head.size, root=head.root)


@pytest.mark.parametrize("case", load("notes_public.json"), ids=lambda case: case["id"])
def test_public_notes(case: dict[str, Any]) -> None:
    keys = [VerifierKey.read(text) for text in case["vkeys"]]
    assert verdict(lambda: open_note(case["note"].encode(), keys)) == case["expect"]


def test_public_keys() -> None:
    cases = load("vkeys_public.json")
    for text in cases["accept"]:
        assert VerifierKey.read(text).text == text
    for text in cases["reject"]:
        with pytest.raises(InputError):
            VerifierKey.read(text)


@pytest.mark.parametrize("case", load("jcs_public.json"), ids=lambda case: case["id"])
def test_canonical_json_is_that_of_the_rfc_or_refused(case: dict[str, Any]) -> None:
    """Fractions, true, null and keys beyond lower-case words are not ours: such values are refused."""
    wanted = bytes.fromhex(case["output_hex"])
    value = json.loads(case["input"])
    try:
        ours = write_canonical(value)
    except ValueError:
        with pytest.raises(PeerError):
            read_canonical(wanted)
    else:
        assert ours == wanted


@pytest.mark.parametrize("case", load("ed25519_edge.json"), ids=lambda case: str(case["number"]))
def test_edge_signatures_count_only_where_every_library_takes_them(case: dict[str, Any]) -> None:
    got = verify(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
    assert got == (case["pynacl"] and case["cryptography"])
