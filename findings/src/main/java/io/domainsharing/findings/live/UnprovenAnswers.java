// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.proof.SigningPeers;
import io.domainsharing.ownership.proof.UnprovenReplies;

/** Replies in the name of a peer without the proof that is required of it: somebody forges them, or its server is another one. */
final class UnprovenAnswers {
    private UnprovenAnswers() {}

    static void check(Peer peer, SigningPeers signing, Findings findings) {
        signing.unprovenLately(peer)
                .ifPresent(replies -> findings.warning(
                        Rule.PEER_UNPROVEN,
                        Place.of("domainsharing.xml").key("peers/peer[" + peer.name() + "]/proof"),
                        "answered without proof " + times(replies.count()) + " since " + replies.since()
                                + ", which did not count",
                        remedy(peer, replies)));
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String remedy(Peer peer, UnprovenReplies replies) {
        String secrets = replies.said() == MingerStatus.BAD_CREDENTIALS
                ? "The last of them says that the secret is wrong: compare the <secret> of both servers. "
                : "";
        return secrets + "If " + peer.name()
                + " signs still, somebody forges its answers, in vain. If its server does not sign any more,"
                + " write <proof>never</proof> for it; with auto again it is asked as if it had never signed";
    }
}
