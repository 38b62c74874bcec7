package org.posthorn.wire.sieve;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which commands, tests and tags there are, and which extension each belongs to: the language as
/// data.
final class CommandTable {

  @FunctionalInterface
  interface CommandReader {
    Command read(Arguments arguments) throws CheckFailed;
  }

  @FunctionalInterface
  interface TestReader {
    Test read(Arguments arguments) throws CheckFailed;
  }

  /// How a command is read.
  ///
  /// @param any one of these must be required; empty for the base language
  record CommandRule(List<Extension> any, CommandReader reader) {}

  record TestRule(List<Extension> any, TestReader reader) {}

  /// `if`, `elsif`, `else` and `require` are read by `Checker` itself.
  static final Set<String> CONTROL = Set.of("require", "if", "elsif", "else");

  static final Map<String, CommandRule> COMMANDS =
      Map.ofEntries(
          entry("stop", command(arguments -> new Command.Stop(arguments.at()))),
          entry("keep", command(KeepCommand::of)),
          entry("discard", command(DiscardCommand::of)),
          entry("redirect", command(RedirectCommand::of)),
          entry("fileinto", command(FileIntoCommand::of, Extension.FILEINTO)),
          entry("reject", command(RejectCommand::of, Extension.REJECT)),
          entry("ereject", command(RejectCommand::of, Extension.EREJECT)),
          entry(
              "vacation",
              command(VacationCommand::of, Extension.VACATION, Extension.VACATION_SECONDS)),
          entry("notify", command(NotifyCommand::of, Extension.ENOTIFY)),
          entry("setflag", command(FlagCommand::of, Extension.IMAP4FLAGS)),
          entry("addflag", command(FlagCommand::of, Extension.IMAP4FLAGS)),
          entry("removeflag", command(FlagCommand::of, Extension.IMAP4FLAGS)),
          entry("set", command(SetCommand::of, Extension.VARIABLES)),
          entry("global", command(GlobalCommand::of, Extension.INCLUDE)),
          entry("include", command(IncludeReader::include, Extension.INCLUDE)),
          entry("return", command(IncludeReader::returning, Extension.INCLUDE)),
          entry("addheader", command(AddHeaderCommand::of, Extension.EDITHEADER)),
          entry("deleteheader", command(DeleteHeaderCommand::of, Extension.EDITHEADER)),
          entry("foreverypart", command(LoopReader::forEveryPart, Extension.FOREVERYPART)),
          entry("break", command(LoopReader::breaking, Extension.FOREVERYPART)),
          entry("extracttext", command(ExtractTextCommand::of, Extension.EXTRACTTEXT)),
          entry("replace", command(ReplaceCommand::of, Extension.REPLACE)),
          entry("enclose", command(EncloseCommand::of, Extension.ENCLOSE)),
          entry("error", command(CommandTable::error, Extension.IHAVE)));

  static final Map<String, TestRule> TESTS =
      Map.ofEntries(
          entry("true", test(arguments -> new Test.Constant(arguments.at(), true))),
          entry("false", test(arguments -> new Test.Constant(arguments.at(), false))),
          entry("not", test(arguments -> arguments.checker().not(arguments))),
          entry("allof", test(arguments -> arguments.checker().allOf(arguments))),
          entry("anyof", test(arguments -> arguments.checker().anyOf(arguments))),
          entry("address", test(AddressTest::of)),
          entry("header", test(HeaderTest::of)),
          entry("exists", test(ExistsTest::of)),
          entry("size", test(SizeTest::of)),
          entry("envelope", test(EnvelopeTest::of, Extension.ENVELOPE)),
          entry("string", test(StringTest::of, Extension.VARIABLES)),
          entry("hasflag", test(HasFlagTest::of, Extension.IMAP4FLAGS)),
          entry("body", test(BodyTest::of, Extension.BODY)),
          entry("date", test(DateTest::ofHeader, Extension.DATE)),
          entry("currentdate", test(DateTest::ofNow, Extension.DATE)),
          entry("spamtest", test(ScannerTest::ofSpam, Extension.SPAMTEST, Extension.SPAMTESTPLUS)),
          entry("virustest", test(ScannerTest::ofVirus, Extension.VIRUSTEST)),
          entry("environment", test(EnvironmentTest::of, Extension.ENVIRONMENT)),
          entry("duplicate", test(DuplicateTest::of, Extension.DUPLICATE)),
          entry("mailboxexists", test(MailboxExistsTest::of, Extension.MAILBOX)),
          entry("mailboxidexists", test(MailboxExistsTest::of, Extension.MAILBOXID)),
          entry("specialuse_exists", test(SpecialUseExistsTest::of, Extension.SPECIAL_USE)),
          entry("metadata", test(MetadataTest::of, Extension.MBOXMETADATA)),
          entry("metadataexists", test(MetadataExistsTest::of, Extension.MBOXMETADATA)),
          entry("servermetadata", test(MetadataTest::of, Extension.SERVERMETADATA)),
          entry("servermetadataexists", test(MetadataExistsTest::of, Extension.SERVERMETADATA)),
          entry("valid_notify_method", test(ValidNotifyMethodTest::of, Extension.ENOTIFY)),
          entry("notify_method_capability", test(NotifyCapabilityTest::of, Extension.ENOTIFY)),
          entry("valid_ext_list", test(ValidExtListTest::of, Extension.EXTLISTS)),
          entry("ihave", test(IHaveTest::of, Extension.IHAVE)));

  /// Tags that extensions add, for better messages.
  private static final Map<String, Extension> TAGS =
      Map.ofEntries(
          entry("copy", Extension.COPY),
          entry("create", Extension.MAILBOX),
          entry("flags", Extension.IMAP4FLAGS),
          entry("specialuse", Extension.SPECIAL_USE),
          entry("mailboxid", Extension.MAILBOXID),
          entry("fcc", Extension.FCC),
          entry("list", Extension.EXTLISTS),
          entry("regex", Extension.REGEX),
          entry("count", Extension.RELATIONAL),
          entry("value", Extension.RELATIONAL),
          entry("index", Extension.INDEX),
          entry("last", Extension.INDEX),
          entry("mime", Extension.MIME),
          entry("anychild", Extension.MIME),
          entry("user", Extension.SUBADDRESS),
          entry("detail", Extension.SUBADDRESS),
          entry("percent", Extension.SPAMTESTPLUS),
          entry("seconds", Extension.VACATION_SECONDS),
          entry("encodeurl", Extension.ENOTIFY),
          entry("notify", Extension.REDIRECT_DSN),
          entry("ret", Extension.REDIRECT_DSN),
          entry("bytimerelative", Extension.REDIRECT_DELIVERBY),
          entry("bytimeabsolute", Extension.REDIRECT_DELIVERBY),
          entry("bymode", Extension.REDIRECT_DELIVERBY),
          entry("bytrace", Extension.REDIRECT_DELIVERBY));

  private CommandTable() {}

  static boolean isCommand(String name) {
    return COMMANDS.containsKey(name) || CONTROL.contains(name);
  }

  static @Nullable Extension extensionOfTag(String tag) {
    return TAGS.get(tag);
  }

  private static CommandRule command(CommandReader reader, Extension... any) {
    return new CommandRule(List.of(any), reader);
  }

  private static TestRule test(TestReader reader, Extension... any) {
    return new TestRule(List.of(any), reader);
  }

  private static Command error(Arguments arguments) throws CheckFailed {
    return new Command.Fail(arguments.at(), arguments.string("the text of the error"));
  }
}
