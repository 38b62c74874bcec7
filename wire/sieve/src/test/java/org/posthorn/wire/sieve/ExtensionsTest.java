package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.ALL;
import static org.posthorn.wire.sieve.SieveRuns.COYOTE;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The extensions that ask facts and steer actions, one after the other.
class ExtensionsTest {

  private static final class KnownOutside extends Outside.Nothing {
    @Override
    public boolean mailboxExists(String mailbox) {
      return mailbox.equals("Partners");
    }

    @Override
    public boolean mailboxIdExists(String objectId) {
      return objectId.equals("F1");
    }

    @Override
    public boolean specialUseExists(@Nullable String mailbox, String attribute) {
      return attribute.equals("\\Archive") && (mailbox == null || mailbox.equals("Old"));
    }

    @Override
    public @Nullable String metadata(String mailbox, String annotation) {
      return mailbox.equals("INBOX") && annotation.equals("/private/a") ? "on" : null;
    }

    @Override
    public @Nullable String serverMetadata(String annotation) {
      return annotation.equals("/shared/b") ? "" : null;
    }

    @Override
    public boolean isDuplicate(DuplicateMark mark) {
      return mark.uniqueId().equals("<seen@example.com>") && mark.handle() == null;
    }

    @Override
    public boolean listExists(String uri) {
      return uri.equals(ListName.DEFAULT_ADDRESS_BOOK) || uri.startsWith("tag:example.com,");
    }

    @Override
    public @Nullable String listMember(String uri, String value) {
      return value.equalsIgnoreCase("coyote@desert.example.org")
          ? "coyote@desert.example.org"
          : null;
    }

    @Override
    public @Nullable List<EmailAddress> listAddresses(String uri, int most) {
      if (uri.endsWith(":asked")) return null;
      int count = uri.endsWith(":empty") ? 0 : uri.endsWith(":many") ? most + 1 : 1;
      return Collections.nCopies(
          count, new EmailAddress(new Localpart("x"), new DomainName("example.com")));
    }

    @Override
    public String notifyOnline(NotifyMethod method) {
      return method instanceof NotifyMethod.Xmpp ? "yes" : "maybe";
    }
  }

  private static SieveRuns runs(String message) {
    return new SieveRuns(message, new KnownOutside());
  }

  static final String TESTS =
      """
      mailboxexists "Partners"                                            | true
      mailboxexists ["Partners", "Others"]                                | false
      mailboxidexists "F1"                                                | true
      mailboxidexists "F2"                                                | false
      specialuse_exists "\\\\Archive"                                     | true
      specialuse_exists "Old" "\\\\Archive"                               | true
      specialuse_exists "New" "\\\\Archive"                               | false
      specialuse_exists ["\\\\Archive", "\\\\Sent"]                       | false
      metadata "INBOX" "/private/a" "ON"                                  | true
      metadata "Other" "/private/a" "on"                                  | false
      metadataexists "INBOX" "/private/a"                                 | true
      metadataexists "INBOX" ["/private/a", "/private/b"]                 | false
      servermetadata "/shared/b" ""                                       | true
      servermetadataexists ["/shared/b"]                                  | true
      servermetadataexists ["/shared/c"]                                  | false
      valid_ext_list ":AddrBook:%44efault"                                | true
      valid_ext_list [":addrbook:default", ":addrbook:work"]              | false
      header :list "from" ":addrbook:default"                             | true
      address :list "to" ":addrbook:default"                              | false
      envelope :list "from" "tag:example.com,2011:friends"                | true
      valid_notify_method ["mailto:a@example.com", "xmpp:a@example.com"]  | true
      valid_notify_method "mailto:"                                       | false
      valid_notify_method "tel:+14085551212"                              | false
      valid_notify_method "mailto:a@example.com?subject"                  | false
      notify_method_capability "xmpp:a@example.com" "Online" "yes"        | true
      notify_method_capability "mailto:a@example.com" "online" "maybe"    | true
      notify_method_capability "tel:1" "online" ["yes", "no", "maybe"]    | false
      notify_method_capability "mailto:" "fcc" "yes"                      | true
      notify_method_capability "mailto:a@example.com" "colour" ""         | false
      environment "vnd.none" ""                                           | false
      environment :contains "imap.cause" ""                               | true
      string "a" ["b", "a"]                                               | true
      string :count "eq" ["a", "", "b"] "2"                               | true
      header :value "gt" "subject" "H"                                    | true
      header :value "lt" :comparator "i;ascii-numeric" "x-none" "3"       | false
      header :count "eq" ["subject", "from"] "2"                          | true
      body :raw :contains "anvil"                                         | true
      body :text :contains "ANVIL"                                        | true
      body :content "text/html" :contains ""                              | false
      date "date" "date" "1997-04-01"                                     | true
      date "date" "hour" "18"                                             | true
      date :originalzone "date" "hour" "09"                               | true
      date :originalzone "date" "zone" "-0800"                            | true
      date :zone "+0000" "date" "iso8601" "1997-04-01T17:06:31Z"          | true
      date :zone "-0500" "date" "time" "12:06:31"                         | true
      date "date" "weekday" "2"                                           | true
      date "date" "julian" "50539"                                        | true
      date "subject" "year" "1997"                                        | false
      currentdate "iso8601" "2026-11-30T22:58:00+01:00"                   | true
      currentdate :zone "+0000" "std11" "Mon, 30 Nov 2026 21:58:00 +0000" | true
      currentdate :value "ge" "date" "2026-11-30"                         | true
      currentdate "weekday" "1"                                           | true
      spamtest :count "eq" "0"                                            | true
      spamtest "0"                                                        | true
      virustest "0"                                                       | true
      duplicate                                                           | false
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TESTS)
  void tests_of_extensions(String test, boolean holds) {
    assertThat(runs(COYOTE).holds(test)).isEqualTo(holds);
  }

  @Test
  void scores_become_tens() {
    for (var each : Map.of(0, 1, 1, 2, 50, 5, 99, 9, 100, 10).entrySet()) {
      var runs = runs(COYOTE);
      runs.with(runs.facts().with(new Facts.Scores(each.getKey(), 5)));
      assertThat(runs.holds("spamtest \"" + each.getValue() + "\"")).isTrue();
      assertThat(runs.holds("spamtest :percent \"" + each.getKey() + "\"")).isTrue();
      assertThat(
              runs.holds(
                  "allof (virustest :value \"ge\" :comparator \"i;ascii-numeric\" \"4\","
                      + " spamtest :count \"eq\" \"1\")"))
          .isTrue();
    }
  }

  @Test
  void numbers_are_compared_as_rfc_4790_says() {
    var runs = new SieveRuns("X: 04294967298b\nY: none\n\n");
    var numeric = " :comparator \"i;ascii-numeric\" ";
    assertThat(runs.holds("header" + numeric + "\"x\" \"4294967298\"")).isTrue();
    assertThat(runs.holds("header :value \"lt\"" + numeric + "\"x\" \"\"")).isTrue();
    assertThat(runs.holds("header" + numeric + "\"y\" \"x\"")).isTrue();
    assertThat(runs.holds("header :value \"gt\"" + numeric + "\"y\" \"99999999999999999999\""))
        .isTrue();
  }

  @Test
  void duplicates_are_marked_at_the_end_of_a_good_run_only() {
    var runs = runs("Message-ID: <seen@example.com>\n\n");
    var good =
        runs.outcome(
            ALL + "if duplicate :seconds 60 :last { discard; } if duplicate :uniqueid \"x\" {}");
    assertThat(SieveRuns.shown(good.actions())).isEqualTo("discard");
    assertThat(good.duplicates())
        .containsExactly(
            new DuplicateMark(null, "<seen@example.com>", 60L, true),
            new DuplicateMark(null, "x", null, false));
    assertThat(runs.outcome(ALL + "if duplicate { error \"x\"; }").duplicates()).isEmpty();
    assertThat(runs.holds("duplicate :handle \"h\"")).isFalse();
    assertThat(runs.holds("duplicate :seconds 0")).isFalse();
    assertThat(runs.holds("duplicate :header \"message-id\"")).isTrue();
  }

  @Test
  void fileinto_says_where_and_how() {
    assertThat(runs(COYOTE).run(ALL + "fileinto :create :specialuse \"\\\\Archive\" \"Old\";"))
        .isEqualTo("fileinto Old create use \\Archive");
    assertThat(runs(COYOTE).run(ALL + "fileinto :copy :mailboxid \"F1\" \"x\";"))
        .isEqualTo("fileinto x id F1 copy; implicit keep");
    assertThat(runs(COYOTE).run(ALL + "set \"m\" \"${hex:ff}\"; fileinto \"${m}\";"))
        .isEqualTo("fault at 2: the name of a mailbox must be UTF-8");
  }

  @Test
  void flags_go_with_the_message() {
    assertThat(
            runs(COYOTE).run(ALL + "setflag \"\\\\Seen  $a\"; addflag [\"$A\", \"\\\\Recent\"];"))
        .isEqualTo("implicit keep [\\Seen, $a]");
    assertThat(runs(COYOTE).run(ALL + "addflag \"a b c\"; removeflag \"B\"; keep;"))
        .isEqualTo("keep [a, c]");
    assertThat(runs(COYOTE).run(ALL + "setflag \"a\"; keep :flags \"\";")).isEqualTo("keep []");
    assertThat(
            runs(COYOTE)
                .run(ALL + "setflag \"v\" \"a b\"; fileinto :flags [\"${v}\", \"c\"] \"x\";"))
        .isEqualTo("fileinto x [a, b, c]");
    assertThat(runs(COYOTE).run(ALL + "setflag \"A B\"; if hasflag [\"b\",\"x\"] { discard; }"))
        .isEqualTo("discard");
    var junk = "set \"v\" \"NonJunk Junk gnus-forward $Forwarded NotJunk\"; if ";
    for (var test :
        List.of(
            "hasflag :contains \"v\" \"forward\"",
            "hasflag :contains \"v\" \"label forward\"",
            "hasflag :count \"ge\" :comparator \"i;ascii-numeric\" \"v\" \"5\"",
            "not hasflag :contains \"v\" [\"label1\", \"label2\"]"))
      assertThat(runs(COYOTE).run(ALL + junk + test + " { discard; }")).isEqualTo("discard");
  }

  @Test
  void vacation_once_with_a_key_that_variables_do_not_change() {
    var script =
        ALL
            + "if header :matches \"subject\" \"*\" { vacation :days 0 :subject \"Auto: ${1}\""
            + " :addresses \"me@example.com\" :fcc \"Sent\" :flags \"\\\\Seen\" \"away\"; }";
    var one = (Action.Vacation) runs(COYOTE).outcome(script).actions().getFirst();
    var two = (Action.Vacation) runs(SieveRuns.MILLIONAIRE).outcome(script).actions().getFirst();
    assertThat(one.subject()).isEqualTo("Auto: I have a present for you");
    assertThat(one.responseKey()).isEqualTo(two.responseKey());
    assertThat(one.seconds()).isEqualTo(86_400);
    assertThat(one.filedCopy())
        .isEqualTo(
            new Action.FiledCopy(
                new Action.Destination("Sent", null, null, false), List.of("\\Seen")));
    var mime = script.replace(":days 0", ":handle \"h\" :seconds 0");
    var handled = (Action.Vacation) runs(COYOTE).outcome(mime).actions().getFirst();
    assertThat(handled.seconds()).isZero();
    assertThat(handled.responseKey()).isNotEqualTo(one.responseKey());
    assertThat(runs(COYOTE).run(ALL + "vacation \"a\"; vacation \"b\";"))
        .isEqualTo("fault at 2: \"vacation\" cannot go together with another vacation");
  }

  @Test
  void notifications_have_their_uri_read() {
    var notify =
        (Action.Notify)
            runs(COYOTE)
                .outcome(
                    ALL
                        + "set :encodeurl \"b\" \"Safe body&evil=1\"; notify :importance \"1\""
                        + " :message \"hi\" :options [\"a=b\"]"
                        + " \"mailto:0%31@sms.example.net?to=b@example.com&cc=c@example.com&from=x@y.z"
                        + "&X-A=%C3%BC&subject=S&body=${b}\";")
                .actions()
                .getFirst();
    var mailto = (NotifyMethod.Mailto) notify.method();
    assertThat(mailto.to()).hasToString("[01@sms.example.net, b@example.com]");
    assertThat(mailto.cc()).hasToString("[c@example.com]");
    assertThat(mailto.subject()).isEqualTo("S");
    assertThat(mailto.body()).isEqualTo("Safe body&evil=1");
    assertThat(mailto.fields()).hasToString("[HeaderField[name=X-A, value=ü]]");
    assertThat(notify.importance()).isEqualTo(1);
    var xmpp =
        (Action.Notify)
            runs(COYOTE)
                .outcome(
                    ALL
                        + "notify"
                        + " \"xmpp:romeo@im.example.com?message;subject=SIEVE;body=Where%3F\";")
                .actions()
                .getFirst();
    assertThat(xmpp.method())
        .isEqualTo(
            new NotifyMethod.Xmpp(xmpp.method().uri(), "romeo@im.example.com", "SIEVE", "Where?"));
    assertThat(runs(COYOTE).run(ALL + "notify \"tel:+1\";")).startsWith("fault at 2:");
  }

  @Test
  void redirect_carries_what_the_transport_is_asked_for() {
    var redirect =
        (Action.Redirect)
            runs(COYOTE)
                .outcome(
                    ALL
                        + "redirect :copy :notify \"delay,FAILURE\" :ret \"hdrs\""
                        + " :bytimeabsolute \"2026-12-01T20:00:00+0100\" :bymode \"notify\""
                        + " \"cell@example.com\";")
                .actions()
                .getFirst();
    assertThat(redirect.options())
        .isEqualTo(
            new Action.DeliveryOptions(
                List.of("DELAY", "FAILURE"),
                "HDRS",
                new Action.DeliveryOptions.Deadline(
                    Instant.parse("2026-12-01T19:00:00Z"), false, false)));
    assertThat(runs(COYOTE).run(ALL + "redirect :list \":addrbook:default\";"))
        .isEqualTo("redirect list " + ListName.DEFAULT_ADDRESS_BOOK);
    for (var none : List.of(":addrbook:none", "tag:example.com,2026:asked"))
      assertThat(runs(COYOTE).run(ALL + "redirect :list \"" + none + "\";"))
          .startsWith("fault at 2:");
    assertThat(runs(COYOTE).run(ALL + "redirect :list \"tag:example.com,2026:empty\";"))
        .contains("has no addresses");
    assertThat(runs(COYOTE).run(ALL + "redirect :list \"tag:example.com,2026:many\";"))
        .contains("has more than 100 addresses");
  }

  @Test
  void the_envelope_of_rfc_6009_can_be_tested() {
    var runs = runs(COYOTE);
    var by = new SieveEnvelope.DeliverBy(-5, Instant.parse("2026-11-30T21:57:55Z"), true, false);
    var envelope =
        new SieveEnvelope(
            "a@b.example",
            "c@d.example",
            List.of("SUCCESS", "DELAY"),
            "rfc822;x@example.com",
            "FULL",
            null,
            by);
    runs.with(Facts.of(runs.facts().message(), envelope, SieveRuns.NOW, new KnownOutside()));
    for (var test :
        List.of(
            "envelope \"notify\" \"success\"",
            "envelope :count \"eq\" :comparator \"i;ascii-numeric\" \"notify\" \"2\"",
            "envelope :matches \"orcpt\" \"rfc822;*@example.com\"",
            "envelope \"ret\" \"FULL\"",
            "not envelope :contains \"envid\" \"\"",
            "envelope :contains \"bytimerelative\" \"-\"",
            "envelope \"bytimeabsolute\" \"2026-11-30T22:57:55+01:00\"",
            "envelope :zone \"+0000\" \"bytimeabsolute\" \"2026-11-30T21:57:55Z\"",
            "envelope \"bymode\" \"return\"",
            "envelope \"bytrace\" \"\"",
            "envelope :count \"eq\" :comparator \"i;ascii-numeric\" \"bytrace\" \"1\""))
      assertThat(runs.holds(test)).as(test).isTrue();
  }

  @Test
  void an_event_in_a_mailbox_is_no_new_mail() {
    var runs = runs(COYOTE);
    var facts = runs.facts();
    runs.with(
        new Facts(
            facts.message(),
            null,
            Map.of(
                EnvironmentItem.IMAP_CAUSE,
                "FLAG",
                EnvironmentItem.IMAP_CHANGED_FLAGS,
                "\\Flagged"),
            List.of("\\Flagged"),
            facts.now(),
            facts.scores(),
            "+",
            facts.outside()));
    assertThat(
            runs.holds(
                "allof (hasflag \"\\\\Flagged\", environment :contains \"imap.changedflags\""
                    + " \"\\\\flagged\", environment \"imap.cause\" \"flag\")"))
        .isTrue();
    for (var script :
        List.of(
            "reject \"x\";", "vacation \"x\";", "if envelope \"from\" \"x\" {}", "if duplicate {}"))
      assertThat(runs.run(ALL + script)).startsWith("fault at 2:");
    var edited = runs.outcome(ALL + "addheader \"X\" \"y\"; fileinto \"f\"; keep;").actions();
    assertThat(((Action.FileInto) edited.get(0)).message().edited()).isTrue();
    assertThat(((Action.Keep) edited.get(1)).message().edited()).isFalse();
  }

  @Test
  void ihave_switches_on_what_is_there() {
    var start = "require \"ihave\"; ";
    var runs = runs(COYOTE);
    assertThat(runs.run(start + "if ihave [\"fileinto\", \"copy\"] { } fileinto :copy \"x\";"))
        .isEqualTo("fileinto x copy; implicit keep");
    assertThat(runs.run(start + "if ihave \"vnd.none\" { strange :tag \"x\"; } else { discard; }"))
        .isEqualTo("discard");
    assertThat(runs.run(start + "if not ihave \"variables\" { discard; }")).isEqualTo("discard");
    assertThat(runs.run(start + "fileinto \"x\"; if ihave \"fileinto\" {}"))
        .startsWith("fault at 1: the extension \"fileinto\" is used before");
    assertThat(runs.run(start + "strange;")).startsWith("fault at 1: there is no command");
    assertThat(runs.run(start + "if anyof (true, ihave \"fileinto\") { fileinto \"x\"; }"))
        .startsWith("fault at 1:");
  }

  @Test
  void index_counts_fields_from_both_ends() {
    var runs = new SieveRuns("Received: a\nReceived: b\nX: c\nReceived: d\n\n");
    assertThat(runs.holds("header :index 2 \"received\" \"b\"")).isTrue();
    assertThat(runs.holds("header :index 1 :last \"received\" \"d\"")).isTrue();
    assertThat(runs.holds("header :index 4 [\"received\", \"x\"] \"c\"")).isTrue();
    assertThat(runs.holds("header :contains :index 5 [\"received\", \"x\"] \"\"")).isFalse();
  }

  @Test
  void the_last_date_of_a_received_field_counts() {
    var runs = new SieveRuns("Received: from a; by b;\n Mon, 26 Feb 2007 09:00:00 -0500\n\n");
    assertThat(
            runs.holds(
                "date :zone \"-0500\" \"received\" \"iso8601\" \"2007-02-26T09:00:00-05:00\""))
        .isTrue();
  }
}
