package org.posthorn.servers.managesieve;

import org.posthorn.domain.directory.AccountConnections;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.filters.FilterScripts;

/// What all sessions share.
record ManageSieveServices(
    ManageSieveConfig config,
    Directory directory,
    SaslLogins logins,
    FilterScripts scripts,
    AccountConnections connections) {}
