-- A pack is a file packs/NNNNNN.pack. bytes counts what committed transactions know of it;
-- dead_bytes is the part of that which no blob names any more.
CREATE TABLE pack (
  id INTEGER PRIMARY KEY,
  bytes BIGINT NOT NULL,
  dead_bytes BIGINT NOT NULL
);

-- Several rows may name one record of a pack: the same message delivered to several accounts in
-- one write is stored once.
CREATE TABLE blob (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner BIGINT NOT NULL,
  sha256 BYTEA NOT NULL,
  pack INTEGER NOT NULL,
  position BIGINT NOT NULL,
  stored_length BIGINT NOT NULL,
  size BIGINT NOT NULL,
  refs INTEGER NOT NULL
);

CREATE UNIQUE INDEX blob_content ON blob (owner, sha256);
CREATE INDEX blob_place ON blob (pack, position);
