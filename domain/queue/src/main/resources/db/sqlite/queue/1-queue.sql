-- Mail of one partition that is on its way to other hosts. Times are milliseconds since 1970.

-- One message for one destination; a message for more recipients than a transaction takes is several rows.
CREATE TABLE queue_entry (
  entry_id    INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id  TEXT    NOT NULL,      -- by which the story of a message is told; not its Message-ID
  destination TEXT    NOT NULL,
  priority    INTEGER NOT NULL,      -- 0 urgent, 1 normal, 2 bulk
  held        INTEGER NOT NULL,      -- 1: an administrator wants it to stay
  due_ms      INTEGER NOT NULL,      -- when it is tried next; while it is leased, when the lease ends
  lease       TEXT,                  -- NODE/NUMBER of who works on it
  check_ms    INTEGER NOT NULL,      -- the earlier of expires_ms and notice_ms
  sender      TEXT    NOT NULL,      -- reverse-path; empty: <>
  report_to   TEXT,                  -- who hears what became of it; null: nobody
  account_id  INTEGER,               -- who submitted it
  recipients  TEXT    NOT NULL,      -- a line each: address, NOTIFY, ORCPT, between tabs
  failures    TEXT,                  -- a line for each recipient: what went wrong the last time
  ret         TEXT,
  envid       TEXT,
  traits      INTEGER NOT NULL,      -- bits of ContentTrait
  blob_id     INTEGER NOT NULL,      -- held by owner 0
  size        INTEGER NOT NULL,
  accepted_ms INTEGER NOT NULL,
  release_ms  INTEGER NOT NULL,      -- 0: not put off
  hold_param  TEXT,                  -- RFC 4865 §5.1.2: what asked for the delay
  expires_ms  INTEGER NOT NULL,
  notice_ms   INTEGER,               -- when the sender hears of the delay; null: he has, or never does
  by_ms       INTEGER,               -- RFC 2852: when it should be delivered
  by_mode     TEXT,
  attempts    INTEGER NOT NULL,
  code        TEXT,                  -- of the last failure
  reason      TEXT
) STRICT;

-- What can be taken now; what is held or leased costs nothing here. The last two columns are there so that it answers
-- alone what is due when.
CREATE INDEX queue_due ON queue_entry (destination, priority, due_ms, held, lease) WHERE held = 0 AND lease IS NULL;
CREATE INDEX queue_leased ON queue_entry (due_ms) WHERE lease IS NOT NULL;
CREATE INDEX queue_check ON queue_entry (check_ms) WHERE held = 0;
CREATE INDEX queue_put_off ON queue_entry (message_id) WHERE release_ms > 0;

-- Destinations that could not be reached: nothing is tried there before retry_ms.
CREATE TABLE queue_destination (
  destination TEXT    PRIMARY KEY,
  failures    INTEGER NOT NULL,      -- one after the other
  retry_ms    INTEGER NOT NULL,
  code        TEXT    NOT NULL,
  reason      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
