package org.posthorn.servers.pop3;

import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.mailbox.MailStore;

/// What all sessions share.
record Pop3Services(
    Pop3Config config,
    Directory directory,
    SaslLogins logins,
    MailStore mail,
    MaildropLocks locks) {}
