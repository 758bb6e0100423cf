// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

/**
 * How the cache of owners was used since the start.
 *
 * @param hits verdicts that a remembered owner gave
 * @param misses addresses that the peers had to be asked about
 * @param refreshes how often an entry that had grown old was asked for again
 * @param evictions owners that had to make room for others before their time was over
 */
public record CacheUse(long hits, long misses, long refreshes, long evictions) {}
