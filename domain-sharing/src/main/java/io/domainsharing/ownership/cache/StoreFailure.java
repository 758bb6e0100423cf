// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import java.time.Instant;

/**
 * Why owners are kept in memory only, so that a restart forgets those found meanwhile.
 *
 * @param since when that was noticed
 * @param cause on one line
 */
public record StoreFailure(Instant since, String cause) {}
