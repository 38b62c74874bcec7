-- What others than the account itself may do with a mailbox: the letters of RFC 4314. Grantee 0 is everybody at the
-- account's domain.
CREATE TABLE mailbox_acl (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox,
  grantee_id BIGINT NOT NULL,
  rights     TEXT NOT NULL,
  PRIMARY KEY (mailbox_id, grantee_id)
);

-- \Seen of those who have one of their own at a mailbox that several use; what has no row is unseen.
CREATE TABLE seen_by (
  mailbox_id BIGINT NOT NULL REFERENCES mailbox,
  reader_id  BIGINT NOT NULL,
  uid        INTEGER NOT NULL,
  seen       INTEGER NOT NULL,
  modseq     BIGINT NOT NULL,
  PRIMARY KEY (mailbox_id, reader_id, uid)
);
CREATE INDEX seen_by_modseq ON seen_by (mailbox_id, reader_id, modseq);
