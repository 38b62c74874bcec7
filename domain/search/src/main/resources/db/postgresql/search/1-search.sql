-- The full-text index of the mail of one partition: derived data, which may be dropped and made again.

-- Some emails of one account with all their words. Never changed, but replaced by greater ones.
CREATE TABLE search_segment (
  segment_id  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id  BIGINT NOT NULL,
  complete    BIGINT NOT NULL,      -- 0 while its pages are being written
  emails      BIGINT NOT NULL,
  last_email  BIGINT NOT NULL,
  bytes       BIGINT NOT NULL,      -- that it and its pages take
  directory   BYTEA    NOT NULL       -- domain/search Directory
);
CREATE INDEX search_segment_account ON search_segment (account_id);

-- Words with the emails that have them. The id is the segment's times 2^20 plus the page's number.
CREATE TABLE search_page (
  page_id BIGINT PRIMARY KEY,
  data    BYTEA NOT NULL              -- domain/search Page
);

-- Emails up to here were looked at; what is younger is looked at again after a start.
CREATE TABLE search_progress (
  only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
  email_id BIGINT NOT NULL
);
INSERT INTO search_progress (only_row, email_id) VALUES (1, 0);
-- They are compressed already.
ALTER TABLE search_segment ALTER COLUMN directory SET STORAGE EXTERNAL;
ALTER TABLE search_page ALTER COLUMN data SET STORAGE EXTERNAL;
