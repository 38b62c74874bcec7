-- A pack is a file packs/NNNNNN.pack. bytes counts what committed transactions know of it;
-- dead_bytes is the part of that which no blob names any more.
CREATE TABLE pack (
  id INTEGER PRIMARY KEY,
  bytes INTEGER NOT NULL,
  dead_bytes INTEGER NOT NULL
) STRICT;

-- Ids are never reused (AUTOINCREMENT). Several rows may name one record of a pack: the same
-- message delivered to several accounts in one write is stored once.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  pack INTEGER NOT NULL,
  position INTEGER NOT NULL,
  stored_length INTEGER NOT NULL,
  size INTEGER NOT NULL,
  refs INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX blob_content ON blob (owner, sha256);
CREATE INDEX blob_place ON blob (pack, position);
