package org.posthorn.servers.managesieve;

import java.security.SecureRandom;
import org.posthorn.domain.directory.AccountConnections;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.filters.FilterScripts;

/// What all sessions share.
record ManageSieveServices(
    ManageSieveConfig config,
    Directory directory,
    FilterScripts scripts,
    SecureRandom random,
    AccountConnections connections) {}
