// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

/**
 * How full the cache of owners is.
 *
 * @param size about how many owners are remembered
 * @param persistent whether they outlive the process
 */
public record CacheFigures(long size, long maximumSize, boolean persistent) {}
