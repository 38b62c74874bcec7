package org.posthorn.servers.smtp;

import org.posthorn.wire.smtp.HelloName;
import org.posthorn.wire.smtp.Verb;

/// How a client has introduced itself.
record Hello(Verb verb, HelloName name) {}
