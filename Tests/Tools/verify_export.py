#!/usr/bin/env python3
"""Checks what `orderledger export tiles` and `prove` wrote, without any code of orderledger.

    verify_export.py FOLDER [--key VKEY]     an export: root, tiles, blobs, sums, key ids, checkpoints
    verify_export.py FILE.tlog-proof         the proof of one event

Needs nothing but Python 3. Signatures (Ed25519) are for openssl to check; this program says which
bytes were signed: `verify_export.py FOLDER --signed CHECKPOINT DIR` writes DIR/text, DIR/sig and
DIR/pk.der for

    openssl pkeyutl -verify -pubin -keyform DER -inkey DIR/pk.der -rawin -in DIR/text -sigfile DIR/sig

Each disagreement is a sentence, and makes the exit code 1.
"""
import base64
import binascii
import hashlib
import os
import sys

WIDTH = 256
faults = []


def fault(sentence):
    faults.append(sentence)
    print(sentence)


def read(*names):
    with open(os.path.join(*names), "rb") as file:
        return file.read()


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    """MTH of RFC 6962, section 2.1, over the hashes of leaves."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    # Perfect subtrees, largest first, as (number of leaves, root).
    stack = []
    for hash in hashes:
        stack.append((1, hash))
        while len(stack) > 1 and stack[-2][0] == stack[-1][0]:
            (count, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * count, node(left, right)))
    root = stack.pop()[1]
    while stack:
        root = node(stack.pop()[1], root)
    return root


def strict_base64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 in another form than it is written")
    return data


def parse_note(data):
    """The text that is signed, and the signatures as (name, key id, signature)."""
    end = data.rindex(b"\n\n")
    text, rest = data[: end + 1], data[end + 2 :].decode()
    if not rest.endswith("\n"):
        raise ValueError("the last signature line does not end")
    signatures = []
    for line in rest[:-1].split("\n"):
        dash, name, payload = line.split(" ")
        if dash != "\u2014":
            raise ValueError("a signature line does not begin with a dash")
        payload = strict_base64(payload)
        signatures.append((name, payload[:4], payload[4:]))
    return text, signatures


def parse_checkpoint(data):
    text, signatures = parse_note(data)
    lines = text.decode().split("\n")
    if len(lines) < 4 or not lines[0] or lines[-1] or not lines[1].isdecimal():
        raise ValueError("the text is not that of a checkpoint")
    root = strict_base64(lines[2])
    if len(root) != 32 or str(int(lines[1])) != lines[1]:
        raise ValueError("the text is not that of a checkpoint")
    return lines[0], int(lines[1]), root, text, signatures


def parse_key(vkey):
    """Name, key id, algorithm and the 32 bytes of a key; the id must be that of the rest."""
    name, key_id, content = vkey.split("+", 2)
    content = strict_base64(content)
    expected = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    if expected.hex() != key_id:
        raise ValueError(f"the key of {name} has the id {expected.hex()}, its text says {key_id}")
    if len(content) != 33:
        raise ValueError(f"the key of {name} is none of Ed25519")
    return name, expected, content[0], content[1:]


def tile_path(level, index, width):
    digits = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == WIDTH else f".p/{width}")


def bundle_entries(data):
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        if len(data) < at + 2 + length:
            raise ValueError("it ends within an entry")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return entries


def external_hashes(record):
    """The SHA-256 of the parts of a payload that lie outside a record of format version 1."""
    if len(record) < 80 or record[0] != 1:
        return []
    parts = bin(record[1] & 3).count("1")
    number = lambda at, size: int.from_bytes(record[at : at + size], "little")
    texts = record[61] + record[70] + record[71] + sum(number(at, 2) for at in (62, 64, 66, 68))
    public = 32 if record[1] & 1 else number(72, 4)
    hashes = []
    if record[1] & 1:
        hashes.append(record[80 + texts : 80 + texts + 32])
    if record[1] & 2:
        hashes.append(record[80 + texts + public : 80 + texts + public + 32])
    assert len(hashes) == parts
    return hashes


def check_tiles(folder, size):
    """Reads the bundles, checks every tile and blob over them, and gives the hashes of leaves."""
    leaves = []
    for index in range((size + WIDTH - 1) // WIDTH):
        width = min(WIDTH, size - index * WIDTH)
        path = tile_path("entries", index, width)
        try:
            entries = bundle_entries(read(folder, path))
        except (OSError, ValueError) as error:
            fault(f"{path} cannot be read: {error}")
            return None
        if len(entries) != width:
            fault(f"{path} holds {len(entries)} entries, not {width}")
            return None
        leaves += [leaf(entry) for entry in entries]
        for hash in (hash for entry in entries for hash in external_hashes(entry)):
            check_blob(folder, hash)
    level, hashes = 0, leaves
    while hashes:
        above = []
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start : start + WIDTH]
            path = tile_path(level, start // WIDTH, len(part))
            try:
                if read(folder, path) != b"".join(part):
                    fault(f"{path} is not made of the hashes below it")
            except OSError as error:
                fault(f"{path} cannot be read: {error}")
            if len(part) == WIDTH:
                above.append(tree_root(part))
        level, hashes = level + 1, above
    return leaves


def check_blob(folder, hash):
    path = f"blobs/{hash.hex()}"
    try:
        if hashlib.sha256(read(folder, path)).digest() != hash:
            fault(f"{path} is not what its name says")
    except OSError as error:
        fault(f"{path} cannot be read: {error}")


def check_sums(folder):
    listed = set()
    text = read(folder, "MANIFEST.sha256").decode()
    lines = text.split("\n")
    if lines.pop() != "" or lines != sorted(lines, key=lambda line: line[64:].encode()):
        fault("MANIFEST.sha256 is cut, or its lines are not in order")
    for line in lines:
        digest, path = line[:64], line[66:]
        if line[64:66] != "  " or path in listed:
            fault(f"MANIFEST.sha256 has a line that it cannot have: {line!r}")
        listed.add(path)
        try:
            if hashlib.sha256(read(folder, path)).hexdigest() != digest:
                fault(f"{path} is not what MANIFEST.sha256 says")
        except OSError as error:
            fault(f"{path} cannot be read: {error}")
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(parent, name), folder)
            if path not in listed and path not in ("checkpoint", "MANIFEST.sha256"):
                fault(f"{path} is not listed in MANIFEST.sha256")


def check_checkpoint(folder, path, leaves, keys):
    try:
        origin, size, root, _, signatures = parse_checkpoint(read(folder, path))
    except (OSError, ValueError) as error:
        fault(f"{path} cannot be read: {error}")
        return
    if size > len(leaves) or tree_root(leaves[:size]) != root:
        fault(f"{path}: the entries do not lead to its root")
    if path != "checkpoint" and os.path.basename(path).split(".")[0] != str(size):
        fault(f"{path} is a checkpoint of {size} records")
    ids = [key_id for name, key_id, _, _ in keys if name == origin]
    if keys and not any(name == origin and key_id in ids for name, key_id, _ in signatures):
        fault(f"{path} bears no signature line of a known key of {origin}")


def known_keys(folder, given):
    keys = []
    for vkey in given:
        keys.append(parse_key(vkey))
    path = os.path.join(folder, "keys", "log.vkey")
    if os.path.exists(path):
        for line in read(path).decode().splitlines():
            try:
                key = parse_key(line)
            except ValueError as error:
                fault(f"keys/log.vkey: {error}")
                continue
            if given and key not in keys:
                fault(f"keys/log.vkey has another key of {key[0]} than was given")
            elif key not in keys:
                keys.append(key)
    return keys


def check_export(folder, given):
    try:
        _, size, root, _, _ = parse_checkpoint(read(folder, "checkpoint"))
    except (OSError, ValueError) as error:
        fault(f"checkpoint cannot be read: {error}")
        return
    keys = known_keys(folder, given)
    leaves = check_tiles(folder, size)
    if leaves is not None:
        check_checkpoint(folder, "checkpoint", leaves, keys)
        kept = [f"checkpoints/{name}" for name in os.listdir(os.path.join(folder, "checkpoints"))]
        for path in sorted(kept):
            check_checkpoint(folder, path, leaves, keys)
        if not any(read(folder, path) == read(folder, "checkpoint") for path in kept):
            fault("checkpoint is none of those in the folder checkpoints")
    check_sums(folder)
    print(f"{size} records, root {root.hex()}")


def inclusion_root(index, size, hash, proof):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        raise ValueError("the tree has no such entry")
    place, last = index, size - 1
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if place & 1 or place == last:
            hash = node(sibling, hash)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hash = node(hash, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return hash


def check_proof(path, given):
    data = read(path)
    try:
        head, checkpoint = data.split(b"\n\n", 1)
        lines = head.decode().split("\n")
        if lines.pop(0) != "c2sp.org/tlog-proof@v1" or not lines[0].startswith("extra "):
            raise ValueError("it is no proof that carries its entry")
        entry = strict_base64(lines.pop(0)[6:])
        word, index = lines.pop(0).split(" ")
        if word != "index" or str(int(index)) != index:
            raise ValueError("it has no index")
        proof = [strict_base64(line) for line in lines]
        if any(len(hash) != 32 for hash in proof) or len(proof) > 64:
            raise ValueError("a hash has not 32 bytes, or there are too many")
        origin, size, root, _, signatures = parse_checkpoint(checkpoint)
        if inclusion_root(int(index), size, leaf(entry), proof) != root:
            raise ValueError("it does not lead to the root of its checkpoint")
        for name, key_id, _, _ in map(parse_key, given):
            if name != origin or (name, key_id) not in [line[:2] for line in signatures]:
                raise ValueError(f"no signature line is of the key of {name}")
        print(f"entry {index} of {size}, root {root.hex()}")
    except (ValueError, binascii.Error) as error:
        fault(f"{path}: {error}")


def write_signed(folder, path, target):
    """What openssl needs to check the signature of the log under a checkpoint."""
    origin, _, _, text, signatures = parse_checkpoint(read(folder, path))
    for name, key_id, algorithm, key in known_keys(folder, []):
        for signer, signer_id, signature in signatures:
            if algorithm == 1 and name == signer == origin and key_id == signer_id:
                files = {
                    "text": text,
                    "sig": signature,
                    "pk.der": bytes.fromhex("302a300506032b6570032100") + key,
                }
                os.makedirs(target, exist_ok=True)
                for file_name, data in files.items():
                    with open(os.path.join(target, file_name), "wb") as file:
                        file.write(data)
                return
    fault(f"{path} bears no signature line of a key in keys/log.vkey")


def main(arguments):
    words, given = [], []
    while arguments:
        word = arguments.pop(0)
        if word == "--key" and arguments:
            given.append(arguments.pop(0))
        else:
            words.append(word)
    if len(words) == 4 and words[1] == "--signed":
        write_signed(words[0], words[2], words[3])
    elif len(words) != 1:
        sys.exit(__doc__)
    elif os.path.isdir(words[0]):
        check_export(words[0], given)
    else:
        check_proof(words[0], given)
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError) as error:
        print(f"cannot be read: {error}")
        sys.exit(1)
