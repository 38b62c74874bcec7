-- What other domains are told about a day (RFC 7489 §7.2, RFC 8460): a row for each report, and below what is in it.
CREATE TABLE feedback_report (
  kind      TEXT COLLATE "C" NOT NULL,      -- dmarc, tls
  day       BIGINT NOT NULL,      -- of UTC, since 1970
  domain    TEXT COLLATE "C" NOT NULL,      -- whom it is for: A-labels in small letters
  published TEXT    NOT NULL,      -- dmarc: the policy as it was seen last
  entries   BIGINT NOT NULL,      -- rows below
  missed    BIGINT NOT NULL,      -- messages or sessions that had no room there
  due_ms    BIGINT,               -- when somebody sends it, or tries again; null: settled
  tries     BIGINT NOT NULL,
  outcome   TEXT,                  -- what became of it, for people
  PRIMARY KEY (kind, day, domain)
);
CREATE INDEX feedback_report_due ON feedback_report (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE feedback_dmarc (
  day           BIGINT NOT NULL,
  domain        TEXT COLLATE "C" NOT NULL,
  digest        TEXT COLLATE "C" NOT NULL,  -- of the columns below but the count
  source        TEXT    NOT NULL,  -- the client's address
  disposition   TEXT    NOT NULL,  -- none, quarantine, reject
  dkim          TEXT    NOT NULL,  -- pass, fail
  spf           TEXT    NOT NULL,
  overrides     TEXT    NOT NULL,  -- lines: reason, comment
  header_from   TEXT    NOT NULL,
  envelope_from TEXT    NOT NULL,  -- empty when there is none
  signatures    TEXT    NOT NULL,  -- lines: domain, selector, result
  senders       TEXT    NOT NULL,  -- lines: domain, scope, result
  messages      BIGINT NOT NULL,
  PRIMARY KEY (day, domain, digest)
);

CREATE TABLE feedback_tls (
  day          BIGINT NOT NULL,
  domain       TEXT COLLATE "C" NOT NULL,
  digest       TEXT COLLATE "C" NOT NULL,   -- of the columns below but the count
  policy       TEXT    NOT NULL,   -- tlsa, sts, no-policy-found
  policy_text  TEXT    NOT NULL,   -- lines
  policy_hosts TEXT    NOT NULL,   -- lines
  result       TEXT    NOT NULL,   -- success, or as RFC 8460 §4.3 has it
  mx_host      TEXT    NOT NULL,   -- this and what follows: empty for a success, or when not known
  address      TEXT    NOT NULL,
  sender       TEXT    NOT NULL,   -- our own address
  detail       TEXT    NOT NULL,
  sessions     BIGINT NOT NULL,
  PRIMARY KEY (day, domain, digest)
);
