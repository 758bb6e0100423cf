// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.util.List;

/**
 * All that the status page shows without being asked, as JSON.
 *
 * @param status this server at a glance, with all counts
 * @param peers in configured order
 * @param conflicts the first {@value #MOST_CONFLICTS} by address
 * @param rehearsal of each peer that is observed, without addresses
 */
record OverviewView(
        StatusView status,
        List<FindingView> findings,
        List<PeerView> peers,
        List<GatewayView> gateways,
        List<SecondaryView> secondaries,
        List<ConflictView> conflicts,
        List<RehearsalView> rehearsal) {
    static final int MOST_CONFLICTS = 100;
}
