package org.posthorn.wire.mail;

/// Text that is not an address. The message is one sentence for a reply or a log line; it never
/// repeats the text, which may be anything.
public final class AddressException extends Exception {

  /// What is wrong with it, for callers that answer differently by cause.
  public enum Reason {
    EMPTY("address is empty"),
    NO_AT_SIGN("address has no @"),
    LOCALPART_EMPTY("local part is empty"),
    LOCALPART_TOO_LONG("local part is longer than 64 octets"),
    LOCALPART_MALFORMED("local part is malformed"),
    CONTROL_CHARACTER("address has a control character"),
    BROKEN_UNICODE("address is not well-formed Unicode"),
    DOMAIN_EMPTY("domain is empty"),
    DOMAIN_TOO_LONG("domain is longer than 255 octets"),
    DOMAIN_LABEL_EMPTY("domain has an empty label"),
    DOMAIN_LABEL_TOO_LONG("domain has a label longer than 63 octets"),
    DOMAIN_MALFORMED("domain is malformed"),
    DOMAIN_NOT_IDNA("domain is not a valid internationalized name"),
    LITERAL_MALFORMED("address literal is malformed");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Reason reason;

  AddressException(Reason reason) {
    super(reason.text);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /// An address comes from the wire; a stack trace would only say that the parser was called.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
