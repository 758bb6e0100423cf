// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.digest.DigestRules.Word;
import java.time.Duration;

/**
 * What one peer's digest tells of one address, for operators. Immutable.
 *
 * @param isListed whether the address is in it
 * @param isLive whether the peer is connected
 * @param before what it says before the peer is asked
 * @param onSilence what it says if the peer does not answer
 */
public record DigestWord(PeerName peer, boolean isListed, boolean isLive, Duration age, Word before, Word onSilence) {
    static DigestWord of(PeerName peer, Standing standing, DigestRules rules) {
        return new DigestWord(
                peer,
                standing.isListed(),
                standing.isLive(),
                standing.age(),
                rules.beforeAsking(standing),
                rules.onSilence(standing));
    }
}
