package org.posthorn.domain.fragment;

import org.posthorn.platform.storage.BlobId;

/// A part that waits.
///
/// @param row its number in the table
/// @param number which part it is, from 1
public record Fragment(
    long row, int number, BlobId blob, long size, int returnPath, Letter letter) {}
