package org.posthorn.wire.sieve;

/// How much a script may be, do and cost. A compile limit is an error at its line; a run limit is a
/// run-time error, so that the message is kept.
///
/// @param scriptOctets one script
/// @param nesting blocks and test lists within each other; RFC 5228 §2.10.7 wants fifteen of each
/// @param stringCharacters one string of a script or made of variables
/// @param errors diagnostics of one compilation
/// @param includedScripts different scripts behind one main script
/// @param includeDepth scripts that include each other; RFC 6609 §3.1 wants three
/// @param commands commands and tests executed, over all included scripts and loops
/// @param work characters and list elements looked at, so that no script runs for long: a few
///   hundred million take about a second
/// @param variables variables with a value, of all scripts together; RFC 5229 §6 wants 128
/// @param variableCharacters one variable; longer values are cut (RFC 5229 §6)
/// @param actions actions of all kinds
/// @param redirects addresses that the message is sent to
/// @param notifications `notify` actions
/// @param headerEdits fields added, and `deleteheader` commands
/// @param headerOctets a header that `addheader` makes longer
/// @param messageEdits `replace` and `enclose`
/// @param bodyCharacters of one body part that `body` and `extracttext` look at; what follows is
///   not seen
/// @param traceSteps steps that are written down
public record SieveLimits(
    int scriptOctets,
    int nesting,
    int stringCharacters,
    int errors,
    int includedScripts,
    int includeDepth,
    int commands,
    long work,
    int variables,
    int variableCharacters,
    int actions,
    int redirects,
    int notifications,
    int headerEdits,
    int headerOctets,
    int messageEdits,
    int bodyCharacters,
    int traceSteps) {

  /// What people write by hand is a hundredth of it; list generators come near.
  public static final int MAX_SCRIPT_OCTETS = 1 << 20;

  /// Twice what RFC 5228 §2.10.7 demands, and far from the end of a thread's stack.
  public static final int MAX_NESTING = 32;

  /// Room for every vacation text with pictures.
  public static final int MAX_STRING_CHARACTERS = 1 << 20;

  /// Who has more errors than that wrote another language.
  public static final int MAX_ERRORS = 50;

  public static final int MAX_INCLUDED_SCRIPTS = 100;
  public static final int MAX_INCLUDE_DEPTH = 10;
  public static final int MAX_COMMANDS = 100_000;
  public static final long MAX_WORK = 500_000_000;
  public static final int MAX_VARIABLES = 256;
  public static final int MAX_VARIABLE_CHARACTERS = 32_768;

  /// An action is a row in a mailbox at least.
  public static final int MAX_ACTIONS = 64;

  /// RFC 5228 §10: each redirect multiplies a message.
  public static final int MAX_REDIRECTS = 8;

  public static final int MAX_NOTIFICATIONS = 4;
  public static final int MAX_HEADER_EDITS = 100;
  public static final int MAX_HEADER_OCTETS = 1 << 18;
  public static final int MAX_MESSAGE_EDITS = 100;

  /// A search behind the first 4 million characters of a part is for an index.
  public static final int MAX_BODY_CHARACTERS = 1 << 22;

  public static final int MAX_TRACE_STEPS = 10_000;

  public static final SieveLimits ORDINARY =
      new SieveLimits(
          MAX_SCRIPT_OCTETS,
          MAX_NESTING,
          MAX_STRING_CHARACTERS,
          MAX_ERRORS,
          MAX_INCLUDED_SCRIPTS,
          MAX_INCLUDE_DEPTH,
          MAX_COMMANDS,
          MAX_WORK,
          MAX_VARIABLES,
          MAX_VARIABLE_CHARACTERS,
          MAX_ACTIONS,
          MAX_REDIRECTS,
          MAX_NOTIFICATIONS,
          MAX_HEADER_EDITS,
          MAX_HEADER_OCTETS,
          MAX_MESSAGE_EDITS,
          MAX_BODY_CHARACTERS,
          MAX_TRACE_STEPS);

  public SieveLimits with(int redirectLimit, int notificationLimit, int actionLimit) {
    return new SieveLimits(
        scriptOctets,
        nesting,
        stringCharacters,
        errors,
        includedScripts,
        includeDepth,
        commands,
        work,
        variables,
        variableCharacters,
        actionLimit,
        redirectLimit,
        notificationLimit,
        headerEdits,
        headerOctets,
        messageEdits,
        bodyCharacters,
        traceSteps);
  }
}
