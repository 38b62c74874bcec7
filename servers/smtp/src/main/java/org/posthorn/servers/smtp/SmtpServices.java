package org.posthorn.servers.smtp;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongFunction;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.domain.guard.Sealing;
import org.posthorn.domain.guard.SenderGuard;
import org.posthorn.domain.guard.Signing;
import org.posthorn.domain.journal.Journals;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.platform.storage.Spool;

/// What all sessions work with; safe for any thread.
///
/// @param senders looks at who has sent a message
/// @param feedback hears what was found out about senders, to tell their domains
/// @param signing signs what users send
/// @param content what is done to what users send, before it is signed
/// @param journals whose mail is copied for archives
/// @param sealing seals what is sent on for others
/// @param ids names messages
/// @param spools makes a spool that holds that many octets at most
public record SmtpServices(
    Directory directory,
    Delivery delivery,
    SenderGuard senders,
    Feedback feedback,
    Signing signing,
    Sealing sealing,
    ContentChain content,
    Journals journals,
    TraceIds ids,
    LongFunction<Spool> spools,
    InstantSource clock,
    SecureRandom random) {}
