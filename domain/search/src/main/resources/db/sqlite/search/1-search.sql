-- The full-text index of the mail of one partition: derived data, which may be dropped and made again.

-- Some emails of one account with all their words. Never changed, but replaced by greater ones.
CREATE TABLE search_segment (
  segment_id  INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id  INTEGER NOT NULL,
  complete    INTEGER NOT NULL,      -- 0 while its pages are being written
  emails      INTEGER NOT NULL,
  last_email  INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,      -- that it and its pages take
  directory   BLOB    NOT NULL       -- domain/search Directory
) STRICT;
CREATE INDEX search_segment_account ON search_segment (account_id);

-- Words with the emails that have them. The id is the segment's times 2^20 plus the page's number.
CREATE TABLE search_page (
  page_id INTEGER PRIMARY KEY,
  data    BLOB NOT NULL              -- domain/search Page
) STRICT;

-- Emails up to here were looked at; what is younger is looked at again after a start.
CREATE TABLE search_progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  email_id INTEGER NOT NULL
) STRICT;
INSERT INTO search_progress (only_row, email_id) VALUES (1, 0);
