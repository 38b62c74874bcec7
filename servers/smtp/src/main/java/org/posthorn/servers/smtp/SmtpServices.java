package org.posthorn.servers.smtp;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongFunction;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.directory.Directory;
import org.posthorn.platform.storage.Spool;

/// What all sessions work with; safe for any thread.
///
/// @param spools makes a spool that holds that many octets at most
public record SmtpServices(
    Directory directory,
    Delivery delivery,
    LongFunction<Spool> spools,
    InstantSource clock,
    SecureRandom random) {}
