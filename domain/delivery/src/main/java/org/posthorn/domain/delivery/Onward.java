package org.posthorn.domain.delivery;

import org.posthorn.wire.mail.EmailAddress;

/// An address elsewhere that gets a message, and in which form.
record Onward(EmailAddress address, Form form) {

  static Onward asSent(EmailAddress address) {
    return new Onward(address, Form.AS_SENT);
  }
}
