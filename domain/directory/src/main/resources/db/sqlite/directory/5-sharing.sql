-- Mailboxes that several people use: accounts that nobody logs in to.
CREATE TABLE shared_mailbox (
  account_id INTEGER PRIMARY KEY REFERENCES account (id),
  seen TEXT NOT NULL
) STRICT;

-- rights are the letters of RFC 4314.
CREATE TABLE shared_member (
  shared_id INTEGER NOT NULL REFERENCES shared_mailbox (account_id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  rights TEXT NOT NULL,
  send_as INTEGER NOT NULL,
  PRIMARY KEY (shared_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_member_account ON shared_member (account_id);

-- At whose mailboxes somebody may have rights; the mailboxes say which. Grantee 0 is everybody at the owner's domain.
CREATE TABLE mailbox_grant (
  owner_id INTEGER NOT NULL REFERENCES account (id),
  grantee_id INTEGER NOT NULL,
  PRIMARY KEY (owner_id, grantee_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_grant_grantee ON mailbox_grant (grantee_id);
