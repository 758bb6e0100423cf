// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import java.time.Duration;
import java.util.Map;

/**
 * A peer's digest, for operators. Immutable.
 *
 * @param isLive whether the peer is connected now
 * @param age since the peer last said that this is its list
 * @param entries addresses in it
 * @param version growing with each change, until the peer starts anew
 * @param domains what it is worth, by domain
 */
public record DigestState(boolean isLive, Duration age, int entries, long version, Map<String, Coverage> domains) {
    public DigestState {
        domains = Map.copyOf(domains);
    }
}
