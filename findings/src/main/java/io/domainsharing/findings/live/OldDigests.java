// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.digest.DigestState;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;

/**
 * A digest that does not become newer though its peer answers, so that unknown addresses cost questions; and one that is too old to say no
 * for a peer that does not.
 */
final class OldDigests {
    /** Later than any connection that was lost is made anew. */
    static final Duration LATE = Duration.ofMinutes(10);

    private OldDigests() {}

    /** @param trustedFor so long the digest says no for a peer that is down */
    static void check(Peer peer, DigestState digest, Status status, Duration trustedFor, Findings findings) {
        if (digest.isLive()) {
            return;
        }
        Place place = Place.of("domainsharing.xml").key("peers/peer[" + peer.name() + "]/digestPort");
        long minutes = digest.age().toMinutes();
        if (status == Status.UP && digest.age().compareTo(LATE) > 0) {
            findings.warning(
                    Rule.DIGEST_OLD,
                    place,
                    "answers, and its digest is " + minutes
                            + " minutes old: it is asked about every address that is in none",
                    "Let TCP port " + peer.digestPort() + " of " + peer.name()
                            + " through every firewall, and look there whether <digest> is still in the file");
        } else if (status == Status.DOWN && digest.age().compareTo(trustedFor) > 0) {
            findings.warning(
                    Rule.DIGEST_OLD,
                    place,
                    "is down, and its digest is " + minutes
                            + " minutes old: addresses that are not in it are deferred, no longer refused",
                    "Bring it back. A larger <digest><trustedFor> would refuse them for longer");
        }
    }
}
