package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// `metadata` and `servermetadata` (RFC 5490 §3.3, §4.1).
///
/// @param mailbox null for the server
record MetadataTest(
    Position at, Match match, @Nullable Template mailbox, Template annotation, Keys keys)
    implements Test.Question {

  static MetadataTest of(Arguments arguments) throws CheckFailed {
    var match = Match.withoutList(arguments);
    var mailbox = arguments.name().equals("metadata") ? arguments.string("the mailbox") : null;
    var annotation = arguments.string("the name of the annotation");
    return new MetadataTest(arguments.at(), match, mailbox, annotation, arguments.keys(match));
  }

  @Override
  public boolean holds(Execution execution) {
    var comparing = Comparing.of(execution, match, keys);
    var value = value(execution, mailbox, execution.expand(annotation));
    if (comparing.isCount()) return comparing.counted(value == null ? 0 : 1);
    return value != null && comparing.one(value);
  }

  static @Nullable String value(
      Execution execution, @Nullable Template mailbox, String annotation) {
    return mailbox == null
        ? execution.outside().serverMetadata(annotation)
        : execution.outside().metadata(execution.expand(mailbox), annotation);
  }
}
