-- When a message came into the mailbox that it is in (RFC 8514). What was there before has the only date that is known of it.
ALTER TABLE message ADD COLUMN saved_ms INTEGER NOT NULL DEFAULT 0;
UPDATE message SET saved_ms = (SELECT received_ms FROM email WHERE email.email_id = message.email_id);

-- What SORT and THREAD compare (RFC 5256), packed for 128 UIDs at a time: block n has the messages with the UIDs
-- from 128 n to 128 n + 127, written when the last of these UIDs is given out, or by the first who asks. It can be
-- made again from the rows at any time.
CREATE TABLE sort_block (
  mailbox_id INTEGER NOT NULL REFERENCES mailbox,
  block      INTEGER NOT NULL,
  numbers    BLOB    NOT NULL,        -- SortBlock: UIDs, dates, sizes
  threads    BLOB    NOT NULL,        -- hashes of message ids, references and base subjects
  subjects   BLOB    NOT NULL,        -- base subjects, folded
  names      BLOB    NOT NULL,        -- first addresses and their display names, folded
  PRIMARY KEY (mailbox_id, block)
) STRICT;
