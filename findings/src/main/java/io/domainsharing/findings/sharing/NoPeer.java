// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;

/** Nobody is there to ask, as far as the operator has said. */
final class NoPeer implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        if (sharing.peers().isEmpty() && !sharing.configuration().peersByMx()) {
            findings.warning(
                    Rule.NO_PEER,
                    Sharing.FILE.key("peers"),
                    "names no peer: every address is this server's own business until one is added at run time",
                    "Write a <peer>, or: domain-sharing peers add NAME --smtp HOST");
        }
    }
}
