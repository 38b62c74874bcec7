package org.posthorn.domain.feedback;

/// What others have seen of TLS with our hosts.
///
/// @param reporter who says so
/// @param policy `tlsa`, `sts` or `no-policy-found`
/// @param result `success`, or what has failed
/// @param mxHost empty when it is not told
public record SessionCount(
    String reporter, String policy, String result, String mxHost, long sessions) {}
