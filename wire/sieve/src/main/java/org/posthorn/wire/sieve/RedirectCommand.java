package org.posthorn.wire.sieve;

/// `redirect` (RFC 5228 §4.2) with `:copy` (RFC 3894), `:list` (RFC 6134 §2.3), and the options of
/// RFC 6009.
record RedirectCommand(
    Position at, boolean copy, boolean list, DeliveryArguments options, Template to)
    implements Command.Step {

  static RedirectCommand of(Arguments arguments) throws CheckFailed {
    boolean copy = arguments.flag("copy", Extension.COPY);
    boolean list = arguments.flag("list", Extension.EXTLISTS);
    var options = DeliveryArguments.of(arguments);
    var to = arguments.string(list ? "the name of a list" : "the address");
    if (to.isConstant()) check(to, list);
    return new RedirectCommand(arguments.at(), copy, list, options, to);
  }

  private static void check(Template to, boolean list) throws CheckFailed {
    if (list && ListName.uri(to.source()) == null)
      throw CheckFailed.of(to.at(), "\"" + to.source() + "\" is no name of a list");
    if (!list && SieveAddress.parse(to.source()) == null)
      throw CheckFailed.of(to.at(), "\"" + to.source() + "\" is no address to send mail to");
  }

  @Override
  public void run(Execution execution) {
    var text = execution.expand(to);
    var target = list ? list(execution, text) : address(text);
    execution
        .actions()
        .add(
            new Action.Redirect(
                at, target, copy, options.options(execution), execution.edits().forRedirect()));
    execution.trace(TraceStep.Kind.ACTION, "redirect " + Execution.quoted(text));
  }

  private static Action.RedirectTo address(String text) {
    var address = SieveAddress.parse(text);
    if (address == null)
      throw new ScriptFault(Execution.quoted(text) + " is no address to send mail to");
    return new Action.RedirectTo.Address(address);
  }

  private static Action.RedirectTo list(Execution execution, String name) {
    var uri = ListName.uri(name);
    if (uri == null || !execution.outside().listExists(uri))
      throw new ScriptFault("there is no list " + Execution.quoted(name));
    return new Action.RedirectTo.ExternalList(uri);
  }
}
