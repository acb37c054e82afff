"""The private key of a wave: in a folder of its own, never in the database or its backups."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from nacl import pwhash, secret, utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

from app.documents.key_folder import KeyFolder

_OPS, _MEMORY = pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE


class WrongPassphrase(Exception):
    """The passphrase does not open this recovery copy."""


@dataclass(frozen=True)
class KeyStore:
    """Files named after the campaign, readable by the server's account only."""

    folder: Path

    def create(self, name: str, passphrase: str) -> bytes:
        """Make a wave's key pair, keep the private key and, under a passphrase, its recovery copy;
        the public key."""
        key = PrivateKey.generate()
        if passphrase:
            self._files.write(name + ".recovery", _sealed_copy(bytes(key), passphrase))
        self._files.write(name + ".key", bytes(key))
        return bytes(key.public_key)

    def private(self, name: str) -> PrivateKey | None:
        key = self._files.read(name + ".key")
        return PrivateKey(key) if key else None

    def recovery_copy(self, name: str) -> bytes | None:
        return self._files.read(name + ".recovery")

    def put(self, name: str, key: PrivateKey) -> None:
        """Put a private key back in its place."""
        self._files.write(name + ".key", bytes(key))

    def destroy(self, name: str) -> None:
        """Overwrite, then remove, the key and its recovery copy."""
        for suffix in (".key", ".recovery"):
            self._files.destroy(name + suffix)

    @property
    def _files(self) -> KeyFolder:
        return KeyFolder(self.folder)


def _sealed_copy(key: bytes, passphrase: str) -> bytes:
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    box = secret.SecretBox(_stretched(passphrase, salt, _OPS, _MEMORY))
    content = {
        "what": "isonomia wave key",
        "ops": _OPS,
        "memory": _MEMORY,
        "salt": b64encode(salt).decode(),
        "key": b64encode(bytes(box.encrypt(key))).decode(),
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def read_recovery_copy(copy: bytes, passphrase: str) -> PrivateKey:
    """The private key in a recovery copy. Raises WrongPassphrase."""
    try:
        content = json.loads(copy)
        ops, memory = min(int(content["ops"]), _OPS), min(int(content["memory"]), _MEMORY)
        stretched = _stretched(passphrase, b64decode(content["salt"]), ops, memory)
        return PrivateKey(secret.SecretBox(stretched).decrypt(b64decode(content["key"])))
    except (CryptoError, KeyError, ValueError, TypeError, OverflowError, RecursionError):
        raise WrongPassphrase from None


def _stretched(passphrase: str, salt: bytes, ops: int, memory: int) -> bytes:
    size = secret.SecretBox.KEY_SIZE
    return pwhash.argon2id.kdf(size, passphrase.encode(), salt, opslimit=ops, memlimit=memory)
