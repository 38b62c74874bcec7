package org.posthorn.domain.delivery;

import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.trace.TraceIds;

/// What people's filters need in order to run at delivery.
///
/// @param ids of what filters send
public record Filtering(Filters filters, TraceIds ids) {}
