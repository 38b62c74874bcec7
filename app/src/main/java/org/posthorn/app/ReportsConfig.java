package org.posthorn.app;

import java.nio.file.Path;
import java.util.List;

/// The table `[reports]` of [Config]: what senders are told about their mail.
record ReportsConfig(
    @Doc(
            value =
                "The languages that reports are written in, one below the other: \"english\","
                    + " \"german\".",
            or = "[\"english\"]")
        List<Language> languages,
    @Doc(
            value =
                """
                Files with words of your own, which come before those of the languages. To begin with \
                ours: posthorn config report-texts english.\
                """,
            or = "[]",
            example = "[\"/etc/posthorn/reports-fr.txt\"]")
        List<Path> texts) {

  /// What we can write in.
  enum Language {
    ENGLISH,
    GERMAN
  }

  ReportsConfig {
    languages = List.copyOf(languages);
    texts = List.copyOf(texts);
    if (languages.isEmpty() && texts.isEmpty())
      throw new IllegalArgumentException("languages and texts: a report needs words");
  }
}
