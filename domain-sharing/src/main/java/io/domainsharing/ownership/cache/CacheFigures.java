// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

/**
 * What the cache of owners has come to since the start.
 *
 * @param size about how many owners are remembered
 * @param refreshes how often an entry that had grown old was asked for again
 * @param evictions owners that had to make room for others before their time was over
 * @param persistent whether they outlive the process
 */
public record CacheFigures(long size, long maximumSize, long refreshes, long evictions, boolean persistent) {}
