package org.posthorn.wire.sieve;

/// `redirect` (RFC 5228 §4.2) with `:copy` (RFC 3894), `:list` (RFC 6134 §2.3), and the options of
/// RFC 6009.
record RedirectCommand(
    Position at, boolean copy, boolean list, DeliveryArguments options, Template to)
    implements Command.Step {

  /// RFC 6134 §3: a larger one is for those who run lists, not for a filter.
  static final int MAX_LIST_ADDRESSES = 100;

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
    var wishes = options.options(execution);
    execution
        .actions()
        .add(new Action.Redirect(at, target, copy, wishes, execution.edits().forRedirect()));
    if (execution.isTracing()) execution.trace(TraceStep.Kind.ACTION, shown(target, text, wishes));
  }

  private static String shown(
      Action.RedirectTo target, String text, Action.DeliveryOptions wishes) {
    var shown = "redirect " + Execution.quoted(text);
    if (target instanceof Action.RedirectTo.ExternalList(var _, var addresses))
      shown = "redirect :list " + Execution.quoted(text) + ", to " + addresses;
    if (!wishes.notifyOn().isEmpty()) shown += ", notify " + String.join(",", wishes.notifyOn());
    if (wishes.ret() != null) shown += ", return " + wishes.ret();
    var by = wishes.deadline();
    return by == null
        ? shown
        : shown + ", by " + by.by() + (by.returned() ? ", else returned" : ", else notified");
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
    var addresses = execution.outside().listAddresses(uri, MAX_LIST_ADDRESSES);
    if (addresses == null)
      throw new ScriptFault(
          "the list " + Execution.quoted(name) + " can be asked, and not be written to");
    if (addresses.isEmpty())
      throw new ScriptFault("the list " + Execution.quoted(name) + " has no addresses");
    if (addresses.size() > MAX_LIST_ADDRESSES)
      throw new ScriptFault(
          "the list "
              + Execution.quoted(name)
              + " has more than "
              + MAX_LIST_ADDRESSES
              + " addresses");
    execution.work().spend(addresses.size());
    return new Action.RedirectTo.ExternalList(uri, addresses);
  }
}
