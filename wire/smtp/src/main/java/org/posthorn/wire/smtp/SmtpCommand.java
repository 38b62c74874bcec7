package org.posthorn.wire.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A command as a client sent it, its grammar checked. `Verb` has the policy of each.
public sealed interface SmtpCommand {

  Verb verb();

  /// The command on the wire, without CRLF.
  String line();

  /// Whether no further command may be sent before the answer (RFC 2920 §3.1).
  default boolean endsGroup() {
    return verb().endsGroup();
  }

  record Ehlo(HelloName name) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.EHLO;
    }

    @Override
    public String line() {
      return "EHLO " + name;
    }
  }

  record Helo(HelloName name) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.HELO;
    }

    @Override
    public String line() {
      return "HELO " + name;
    }
  }

  /// RFC 2033 §4.1.
  record Lhlo(HelloName name) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.LHLO;
    }

    @Override
    public String line() {
      return "LHLO " + name;
    }
  }

  record Mail(ReversePath from, MailParameters parameters) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.MAIL;
    }

    @Override
    public String line() {
      return "MAIL FROM:" + from + EsmtpParameter.join(parameters.toList());
    }

    /// Whether the address is not all ASCII, which takes the SMTPUTF8 parameter (RFC 6531 §3.4).
    public boolean needsSmtpUtf8() {
      return from instanceof ReversePath.Mailbox(var address) && !isAscii(address.toString());
    }
  }

  record Rcpt(ForwardPath to, RcptParameters parameters) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.RCPT;
    }

    @Override
    public String line() {
      return "RCPT TO:" + to + EsmtpParameter.join(parameters.toList());
    }

    /// Whether the address or ORCPT is not all ASCII, which takes a MAIL with SMTPUTF8.
    public boolean needsSmtpUtf8() {
      return !isAscii(line());
    }
  }

  record Data() implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.DATA;
    }

    @Override
    public String line() {
      return "DATA";
    }
  }

  /// RFC 3030 §2. The chunk follows at once, whatever the answer will be.
  ///
  /// @param size the octets of the chunk
  record Bdat(long size, boolean last) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.BDAT;
    }

    @Override
    public String line() {
      return "BDAT " + size + (last ? " LAST" : "");
    }
  }

  record Rset() implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.RSET;
    }

    @Override
    public String line() {
      return "RSET";
    }
  }

  /// RFC 5321 §4.1.1.9.
  ///
  /// @param argument to be ignored
  record Noop(String argument) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.NOOP;
    }

    @Override
    public String line() {
      return argument.isEmpty() ? "NOOP" : "NOOP " + argument;
    }
  }

  record Quit() implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.QUIT;
    }

    @Override
    public String line() {
      return "QUIT";
    }
  }

  /// RFC 5321 §4.1.1.6.
  ///
  /// @param argument a user name or mailbox, as it came
  /// @param smtpUtf8 whether the answer may be in UTF-8 (RFC 6531 §3.7.4.2)
  record Vrfy(String argument, boolean smtpUtf8) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.VRFY;
    }

    @Override
    public String line() {
      return "VRFY " + argument + (smtpUtf8 ? " SMTPUTF8" : "");
    }
  }

  /// RFC 5321 §4.1.1.7.
  ///
  /// @param argument a list's name, as it came
  /// @param smtpUtf8 whether the answer may be in UTF-8 (RFC 6531 §3.7.4.2)
  record Expn(String argument, boolean smtpUtf8) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.EXPN;
    }

    @Override
    public String line() {
      return "EXPN " + argument + (smtpUtf8 ? " SMTPUTF8" : "");
    }
  }

  /// RFC 5321 §4.1.1.8.
  ///
  /// @param argument what help is wanted on, may be empty
  record Help(String argument) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.HELP;
    }

    @Override
    public String line() {
      return argument.isEmpty() ? "HELP" : "HELP " + argument;
    }
  }

  record StartTls() implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.STARTTLS;
    }

    @Override
    public String line() {
      return "STARTTLS";
    }
  }

  /// RFC 4954 §4.
  ///
  /// @param mechanism in upper case
  /// @param initialResponse base64, not yet decoded; empty for `=`, null when there is none
  record Auth(String mechanism, @Nullable String initialResponse) implements SmtpCommand {
    @Override
    public Verb verb() {
      return Verb.AUTH;
    }

    @Override
    public String line() {
      if (initialResponse == null) return "AUTH " + mechanism;
      return "AUTH " + mechanism + " " + (initialResponse.isEmpty() ? "=" : initialResponse);
    }

    /// RFC 4954 §4: commands may follow where one message of the client is all there is.
    @Override
    public boolean endsGroup() {
      var oneRoundTrip = mechanism.equals("PLAIN") || mechanism.equals("EXTERNAL");
      return initialResponse == null || !oneRoundTrip;
    }

    /// Without the initial response, which may be a password.
    @Override
    public String toString() {
      return "Auth[mechanism=" + mechanism + "]";
    }
  }

  /// A verb that is not known here, for a 500 or for whoever extends SMTP.
  ///
  /// @param word the first word, in upper case; letters and digits only, at most 32
  record Unknown(String word) implements SmtpCommand {

    static final int MAX_WORD = 32;

    static Unknown of(String word) {
      var shown = word.substring(0, Math.min(word.length(), MAX_WORD));
      return new Unknown(shown.replaceAll("[^A-Za-z0-9]", "?").toUpperCase(Locale.ROOT));
    }

    @Override
    public Verb verb() {
      return Verb.UNKNOWN;
    }

    @Override
    public String line() {
      return word;
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
