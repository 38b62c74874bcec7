-- What others than the account itself may do with a mailbox: the letters of RFC 4314. Grantee 0 is everybody at the
-- account's domain.
CREATE TABLE mailbox_acl (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox,
  grantee_id INTEGER NOT NULL,
  rights     TEXT NOT NULL,
  PRIMARY KEY (mailbox_id, grantee_id)
) STRICT, WITHOUT ROWID;

-- \Seen of those who have one of their own at a mailbox that several use; what has no row is unseen.
CREATE TABLE seen_by (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox,
  reader_id  INTEGER NOT NULL,
  uid        INTEGER NOT NULL,
  seen       INTEGER NOT NULL,
  modseq     INTEGER NOT NULL,
  PRIMARY KEY (mailbox_id, reader_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_modseq ON seen_by (mailbox_id, reader_id, modseq);
