package org.posthorn.testing.serverkit;

import java.time.Duration;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.TokenVerifier;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenError;
import org.posthorn.wire.sasl.TokenHints;

/// An authorization server that knows a token by what it says: `romeo.token` is romeo's, `narrow`
/// is not for mail, about `lost` nobody can say anything, and every other was never given out.
public final class TestTokens implements TokenVerifier {

  public static final DirectoryConfig.Tokens CHECKED =
      new DirectoryConfig.Tokens(
          new TestTokens(),
          new TokenHints("mail", "https://login.example.test/.well-known/openid-configuration"),
          Duration.ofSeconds(10),
          10);

  private static final String SUFFIX = ".token";

  private TestTokens() {}

  @Override
  public Answer verify(Secret token) {
    var text = token.reveal();
    if (text.equals("narrow"))
      return new Answer.Refused(TokenError.INSUFFICIENT_SCOPE, "it is not good for mail");
    if (text.equals("lost")) return new Answer.Unavailable("nobody answers");
    if (!text.endsWith(SUFFIX))
      return new Answer.Refused(TokenError.INVALID_TOKEN, "it is not active");
    return new Answer.Good(address(text.substring(0, text.length() - SUFFIX.length())));
  }

  private static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name + "@example.test");
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
