package org.posthorn.domain.directory;

/// Who makes a change, for the audit log: `console`, `api:alice@example.org`, `import`.
public record Actor(String name) {
  public Actor {
    if (name.isEmpty() || name.length() > 300) throw new IllegalArgumentException("actor " + name);
  }
}
