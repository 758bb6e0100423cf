// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.peer.PeerGates;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about gateways. */
final class GatewayRoutes {
    private final Gateways gateways;
    private final PeerGates gates;
    private final PeerDelivery delivery;
    private final JsonTransformer json;

    @Inject
    GatewayRoutes(Gateways gateways, PeerGates gates, PeerDelivery delivery, JsonTransformer json) {
        this.gateways = gateways;
        this.gates = gates;
        this.delivery = delivery;
        this.json = json;
    }

    void define(Service service, String base) {
        service.get(base, (request, response) -> list(), json);
    }

    private List<GatewayView> list() throws MessagingException {
        List<GatewayView> views = new ArrayList<>();
        for (Gateway gateway : gateways.all()) {
            views.add(GatewayView.of(
                    gateway,
                    gateways.listed(gateway),
                    gates.state(gateway.name()).orElse(null),
                    delivery.waiting(gateway.name())));
        }
        return views;
    }
}
