package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the actions of a run: their limits, which go together, and whether the implicit keep is
/// still due (RFC 5228 §2.10). Owned by one run.
final class Actions {

  private final SieveLimits limits;
  private final boolean isImapEvent;
  private final List<Action> actions = new ArrayList<>();
  private boolean keepCancelled;

  Actions(SieveLimits limits, boolean isImapEvent) {
    this.limits = limits;
    this.isImapEvent = isImapEvent;
  }

  List<Action> soFar() {
    return List.copyOf(actions);
  }

  /// All of them, with the implicit keep when it is due.
  List<Action> finish(@Nullable List<String> flags, SieveMessage message) {
    var all = new ArrayList<>(actions);
    if (!keepCancelled) all.add(new Action.Keep(null, true, flags, message));
    return all;
  }

  void add(Action action) {
    switch (action) {
      case Action.Keep keep -> add(keep);
      case Action.FileInto file -> add(file);
      case Action.Redirect redirect -> add(redirect);
      case Action.Reject reject -> add(reject);
      case Action.Discard discard -> put(discard);
      case Action.Vacation vacation -> add(vacation);
      case Action.Notify notify -> {
        limit(Action.Notify.class, limits.notifications(), "notifications");
        put(notify);
      }
    }
    keepCancelled |= cancelsKeep(action);
  }

  private static boolean cancelsKeep(Action action) {
    return switch (action) {
      case Action.Keep _, Action.Discard _, Action.Reject _ -> true;
      case Action.FileInto file -> !file.copy();
      case Action.Redirect redirect -> !redirect.copy();
      case Action.Vacation _, Action.Notify _ -> false;
    };
  }

  private void put(Action action) {
    if (actions.size() >= limits.actions())
      throw new ScriptFault("the script asks for more than " + limits.actions() + " actions");
    actions.add(action);
  }

  // RFC 5228 §2.10.3, RFC 5232 §3: a second copy in the same mailbox is none, and its flags win
  private void add(Action.Keep keep) {
    refuseWith(Action.Reject.class, "keep", "reject");
    for (int i = 0; i < actions.size(); i++) {
      if (!(actions.get(i) instanceof Action.Keep earlier)) continue;
      actions.set(i, new Action.Keep(earlier.at(), false, keep.flags(), earlier.message()));
      return;
    }
    put(keep);
  }

  private void add(Action.FileInto file) {
    refuseWith(Action.Reject.class, "fileinto", "reject");
    for (int i = 0; i < actions.size(); i++) {
      if (!(actions.get(i) instanceof Action.FileInto earlier)) continue;
      if (!earlier.mailbox().equals(file.mailbox())) continue;
      actions.set(
          i,
          new Action.FileInto(
              earlier.at(),
              file.mailbox(),
              file.flags(),
              earlier.copy() && file.copy(),
              earlier.message()));
      return;
    }
    put(file);
  }

  private void add(Action.Redirect redirect) {
    refuseWith(Action.Reject.class, "redirect", "reject");
    for (var each : actions)
      if (each instanceof Action.Redirect earlier && earlier.to().equals(redirect.to())) return;
    limit(Action.Redirect.class, limits.redirects(), "redirects");
    put(redirect);
  }

  // RFC 5429 §2.4
  private void add(Action.Reject reject) {
    refuseAtImapEvent("reject");
    refuseWith(Action.Reject.class, "reject", "another reject");
    refuseWith(Action.Vacation.class, "reject", "vacation");
    refuseWith(Action.Keep.class, "reject", "keep");
    refuseWith(Action.FileInto.class, "reject", "fileinto");
    refuseWith(Action.Redirect.class, "reject", "redirect");
    put(reject);
  }

  // RFC 5230 §4.7
  private void add(Action.Vacation vacation) {
    refuseAtImapEvent("vacation");
    refuseWith(Action.Vacation.class, "vacation", "another vacation");
    refuseWith(Action.Reject.class, "vacation", "reject");
    put(vacation);
  }

  private void refuseAtImapEvent(String name) {
    if (isImapEvent)
      throw new ScriptFault(
          "\"" + name + "\" answers to new mail, and there is none (RFC 6785 §3.11)");
  }

  private void refuseWith(Class<? extends Action> other, String name, String otherName) {
    if (actions.stream().anyMatch(other::isInstance))
      throw new ScriptFault("\"" + name + "\" cannot go together with " + otherName);
  }

  private void limit(Class<? extends Action> kind, int most, String name) {
    if (actions.stream().filter(kind::isInstance).count() >= most)
      throw new ScriptFault("the script asks for more than " + most + " " + name);
  }
}
