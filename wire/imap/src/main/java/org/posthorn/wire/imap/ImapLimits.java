package org.posthorn.wire.imap;

/// What one command may hold at most; a command beyond a limit is answered `BAD`.
///
/// Octets and literals are limited per connection state by [CommandLimits]; these are the limits of
/// the grammar itself.
public final class ImapLimits {

  /// Parentheses, `NOT` and `OR` inside each other in a search.
  public static final int DEPTH = 50;

  /// Search keys in one SEARCH, at all depths together. Clients that look for many messages by
  /// Message-ID send some hundreds.
  public static final int SEARCH_KEYS = 1_000;

  /// Criteria in one SORT: each is compared for each pair of messages.
  public static final int SORT_KEYS = 20;

  /// Sources and named mailboxes in one ESEARCH. How many mailboxes it may look into is for the
  /// server to say.
  public static final int SEARCH_SOURCES = 1_000;

  /// Event groups in one NOTIFY; they may name [#SEARCH_SOURCES] mailboxes together.
  public static final int NOTIFY_GROUPS = 100;

  /// Tags in one CANCELUPDATE: more than a session may have contexts.
  public static final int CANCELLED_TAGS = 100;

  /// Ranges in one sequence set: as many as a line of 64 KiB can hold.
  public static final int SEQUENCE_RANGES = 32_768;

  /// Flags in one STORE, or for one message of an APPEND.
  public static final int FLAGS = 100;

  /// Octets of a keyword.
  public static final int KEYWORD_OCTETS = 255;

  /// Data items in one FETCH.
  public static final int FETCH_ATTRIBUTES = 256;

  /// Field names in one `HEADER.FIELDS`.
  public static final int HEADER_FIELDS = 500;

  /// Levels of a section part such as `1.2.3`.
  public static final int SECTION_DEPTH = 100;

  /// Parts of one message of CATENATE: more than a message has parts and boundaries.
  public static final int CATENATE_PARTS = 200;

  /// Octets of a URL.
  public static final int URL_LENGTH = 4_096;

  /// Annotations in one GETMETADATA or SETMETADATA.
  public static final int METADATA_ENTRIES = 100;

  /// URLs in one GENURLAUTH or URLFETCH.
  public static final int URLS = 50;

  /// Languages in one LANGUAGE, comparators in one COMPARATOR: more than anybody speaks.
  public static final int PREFERENCES = 50;

  /// Patterns in one LIST.
  public static final int LIST_PATTERNS = 100;

  /// Characters of reference and pattern of a LIST together.
  public static final int PATTERN_LENGTH = 1_000;

  /// Capabilities in one ENABLE.
  public static final int CAPABILITIES = 50;

  /// Resources in one SETQUOTA.
  public static final int QUOTA_RESOURCES = 20;

  /// Octets of the rights in one SETACL; there are 13 letters.
  public static final int RIGHTS_OCTETS = 100;

  /// Octets of whom rights are given to: an address has at most 254.
  public static final int IDENTIFIER_OCTETS = 512;

  /// Field-value pairs in one ID (RFC 2971 §3.3).
  public static final int ID_FIELDS = 30;

  /// Octets of an ID field's name (RFC 2971 §3.3).
  public static final int ID_NAME_OCTETS = 30;

  /// Octets of an ID field's value (RFC 2971 §3.3).
  public static final int ID_VALUE_OCTETS = 1_024;

  /// Characters of a tag.
  public static final int TAG_LENGTH = 128;

  private ImapLimits() {}
}
