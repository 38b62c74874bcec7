package org.posthorn.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.report.DeliveryReportWriter;
import org.posthorn.wire.report.ReportTexts;
import org.posthorn.wire.report.TemplateException;

/// In whose name and in which words senders are told about their mail.
final class ReportWriting {

  private ReportWriting() {}

  /// @throws CannotStart a file of words cannot be used, or the host name
  static Postmaster postmaster(Config config, InstantSource clock, RandomGenerator random)
      throws CannotStart {
    var host = host(HostName.configuredOrOfMachine(config.server()));
    var writer = new DeliveryReportWriter(texts(config.reports()), clock, random);
    return new Postmaster(host, "Mail delivery", writer);
  }

  private static DomainName host(String hostname) throws CannotStart {
    try {
      return DomainName.parse(hostname);
    } catch (AddressException _) {
      throw new CannotStart(
          "The machine calls itself \"%s\", which is no host name. Set hostname in [server]."
              .formatted(hostname));
    }
  }

  private static List<ReportTexts> texts(ReportsConfig config) throws CannotStart {
    var texts = new ArrayList<ReportTexts>();
    for (var file : config.texts()) texts.add(texts(file));
    for (var language : config.languages()) texts.add(ours(language));
    return texts;
  }

  private static ReportTexts texts(Path file) throws CannotStart {
    try {
      if (Files.size(file) > 4L * ReportTexts.MAX_LENGTH)
        throw new CannotStart(
            "[reports] texts: %s has more than %d characters"
                .formatted(file, ReportTexts.MAX_LENGTH));
      return ReportTexts.parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (TemplateException e) {
      throw new CannotStart("[reports] texts: %s: %s".formatted(file, e.getMessage()));
    } catch (CharacterCodingException _) {
      throw new CannotStart("[reports] texts: %s is not UTF-8".formatted(file));
    } catch (IOException e) {
      throw new CannotStart("[reports] texts: %s cannot be read: %s".formatted(file, e));
    }
  }

  private static ReportTexts ours(ReportsConfig.Language language) {
    return switch (language) {
      case ENGLISH -> ReportTexts.english();
      case GERMAN -> ReportTexts.german();
    };
  }

  /// The file of one of our languages.
  static String file(ReportsConfig.Language language) {
    return switch (language) {
      case ENGLISH -> ReportTexts.file("report-en.txt");
      case GERMAN -> ReportTexts.file("report-de.txt");
    };
  }
}
