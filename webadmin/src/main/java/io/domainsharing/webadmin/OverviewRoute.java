// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.secondary.EtrnCaller;
import javax.inject.Inject;
import spark.Service;

/**
 * The part of {@link DomainSharingRoutes} that tells everything at once, for a page that asks again and again: one request, one line
 * in James's log, and no body while nothing has changed. Asks nobody.
 */
final class OverviewRoute {
    private final StatusRoutes status;
    private final FindingRoutes findings;
    private final PeerRoutes peers;
    private final GatewayRoutes gateways;
    private final EtrnCaller secondaries;
    private final Conflicts conflicts;
    private final RehearsalRoutes rehearsal;
    private final AsciiJson json;

    @Inject
    OverviewRoute(
            StatusRoutes status,
            FindingRoutes findings,
            PeerRoutes peers,
            GatewayRoutes gateways,
            EtrnCaller secondaries,
            Conflicts conflicts,
            RehearsalRoutes rehearsal,
            AsciiJson json) {
        this.status = status;
        this.findings = findings;
        this.peers = peers;
        this.gateways = gateways;
        this.secondaries = secondaries;
        this.conflicts = conflicts;
        this.rehearsal = rehearsal;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(path, (request, response) -> EntityTag.answer(request, response, json.render(view())));
    }

    private OverviewView view() {
        return new OverviewView(
                status.view(),
                findings.all(),
                peers.list(),
                gateways.list(),
                secondaries.states().stream().map(SecondaryView::of).toList(),
                conflicts.all().stream()
                        .limit(OverviewView.MOST_CONFLICTS)
                        .map(ConflictView::of)
                        .toList(),
                rehearsal.brief());
    }
}
