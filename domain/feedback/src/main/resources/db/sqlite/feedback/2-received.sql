-- What others have told us: each report once, and sums of what they say.
CREATE TABLE feedback_received (
  kind         TEXT    NOT NULL,   -- dmarc, tls
  domain       TEXT    NOT NULL,   -- of ours
  reporter     TEXT    NOT NULL,   -- the domain that vouches for the report
  report_id    TEXT    NOT NULL,
  organization TEXT    NOT NULL,   -- as it calls itself
  begin_ms     INTEGER NOT NULL,
  end_ms       INTEGER NOT NULL,
  at_ms        INTEGER NOT NULL,   -- when it came
  total        INTEGER NOT NULL,   -- messages or sessions
  failed       INTEGER NOT NULL,
  PRIMARY KEY (kind, domain, reporter, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_received_at ON feedback_received (at_ms);

CREATE TABLE feedback_source (
  domain      TEXT    NOT NULL,
  day         INTEGER NOT NULL,    -- on which the report begins
  source      TEXT    NOT NULL,    -- an address
  header_from TEXT    NOT NULL,
  dkim        TEXT    NOT NULL,    -- pass, fail
  spf         TEXT    NOT NULL,
  disposition TEXT    NOT NULL,    -- none, quarantine, reject
  messages    INTEGER NOT NULL,
  PRIMARY KEY (domain, day, source, header_from, dkim, spf, disposition)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback_session (
  domain   TEXT    NOT NULL,
  day      INTEGER NOT NULL,
  reporter TEXT    NOT NULL,
  policy   TEXT    NOT NULL,       -- tlsa, sts, no-policy-found
  result   TEXT    NOT NULL,       -- success, or what has failed
  mx_host  TEXT    NOT NULL,       -- empty when it is not told
  sessions INTEGER NOT NULL,
  PRIMARY KEY (domain, day, reporter, policy, result, mx_host)
) STRICT, WITHOUT ROWID;
