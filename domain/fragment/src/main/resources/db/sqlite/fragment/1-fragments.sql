-- Parts of split messages of one partition that wait for each other. Times are milliseconds since 1970.

-- Parts that belong together. When they have gone on as they are, the row stays for a while without parts, so that those
-- that come late do not wait for them.
CREATE TABLE fragment_group (
  group_id    INTEGER PRIMARY KEY AUTOINCREMENT,
  digest      TEXT    NOT NULL UNIQUE, -- of all that the parts of one message have in common
  part_id     TEXT    NOT NULL,      -- RFC 2046: the id that the parts name
  bearer      TEXT    NOT NULL,      -- who brings them, as far as is known
  standing    TEXT    NOT NULL,      -- of the bearer
  sender      TEXT    NOT NULL,      -- reverse-path; empty: <>
  account_id  INTEGER,               -- who submits them
  total       INTEGER NOT NULL,      -- 0: no part has said
  octets      INTEGER NOT NULL,      -- of all parts
  first_ms    INTEGER NOT NULL,      -- when the first part came
  due_ms      INTEGER NOT NULL,      -- when the parts go on as they are; closed: when somebody looks again
  closed      INTEGER NOT NULL       -- 1: takes no more parts
) STRICT;

CREATE INDEX fragment_due ON fragment_group (due_ms);

CREATE TABLE fragment (
  fragment_id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id    INTEGER NOT NULL REFERENCES fragment_group (group_id),
  number      INTEGER NOT NULL,      -- which part it is, from 1
  message_id  TEXT    NOT NULL,      -- by which the story of a message is told; not its Message-ID
  blob_id     INTEGER NOT NULL,      -- held by owner -1
  size        INTEGER NOT NULL,
  return_path INTEGER NOT NULL,      -- octets of that field, the first
  body_hash   TEXT    NOT NULL,      -- SHA-256 of what is behind the header
  recipients  TEXT    NOT NULL,      -- a line each: address, NOTIFY, ORCPT, between tabs
  ret         TEXT,
  envid       TEXT,
  header      TEXT    NOT NULL,
  tls         TEXT    NOT NULL,
  priority    TEXT    NOT NULL,
  junk        INTEGER NOT NULL,      -- 1: its sender was suspicious
  accepted_ms INTEGER NOT NULL,
  UNIQUE (group_id, number)
) STRICT;

CREATE INDEX fragment_message ON fragment (message_id);
