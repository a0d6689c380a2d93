"""Finds a channel's key, or half of it, however it is written."""

from __future__ import annotations

import base64

HALF = 16

IN_THE_BROWSER = """(async () => {
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, failed) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = failed;
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((done, failed) => { all.onsuccess = done; all.onerror = failed; });
      kept.push(...all.result);
    }
    database.close();
  }
  const keys = kept.flatMap((one) => Object.values(one)).filter((value) => value instanceof CryptoKey);
  const exported = [];
  for (const key of keys) {
    for (const format of ['raw', 'jwk', 'pkcs8']) {
      await crypto.subtle.exportKey(format, key).then(() => exported.push(format), () => {});
    }
  }
  const places = {
    address: document.URL,
    history: JSON.stringify(history.state),
    referrer: document.referrer,
    name: window.name,
    cookie: document.cookie,
    markup: document.documentElement.outerHTML,
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    database: JSON.stringify(kept),
    caches: (await caches.keys()).join(),
    // Browsers remember the address of the last load themselves, for this page alone, and let no page take it back.
    timings: performance.getEntries().filter(({ entryType }) => entryType !== 'navigation').map(({ name }) => name).join(' '),
  };
  return { keys: keys.length, extractable: keys.filter(({ extractable }) => extractable).length, exported, places };
})()"""
"""Everything that a page, or another page of the same site, could read."""


def found(key: bytes, where: bytes) -> list[str]:
    """Return the names of the spellings in which a half of the key stands there."""
    folded = where.lower()
    return [
        name
        for half in (key[:HALF], key[HALF:])
        for name, text in spellings(half).items()
        if (text in where if name == "raw" else text.lower() in folded)
    ]


def spellings(part: bytes) -> dict[str, bytes]:
    """Return the forms in which some bytes may stand in a text, or in the midst of other bytes. Case does not matter."""
    forms = {
        "raw": part,
        "hex": part.hex().encode(),
        "hex with colons": part.hex(":").encode(),
        "hex with spaces": part.hex(" ").encode(),
        "percent": "".join(f"%{byte:02x}" for byte in part).encode(),
        "escapes": "".join(f"\\x{byte:02x}" for byte in part).encode(),
        "JSON escapes": "".join(f"\\u00{byte:02x}" for byte in part).encode(),
        "numbers": ",".join(str(byte) for byte in part).encode(),
        "numbers with spaces": ", ".join(str(byte) for byte in part).encode(),
        "UTF-8": part.decode("latin-1").encode(),
        "base32": base64.b32encode(part[:15]),
    }
    for shift in range(3):
        # What stands before and behind it changes the ends: only the middle is certain.
        plain = base64.b64encode(bytes(shift) + part)[4 : -4 if (shift + len(part)) % 3 else None]
        forms[f"base64 {shift}"] = plain
        forms[f"base64url {shift}"] = plain.replace(b"+", b"-").replace(b"/", b"_")
    return forms
