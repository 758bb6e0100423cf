// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.peer.AcceptAllPeers;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.GuardedLookups;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about gateways. */
final class GatewayRoutes {
    private static final String DOMAIN = ":domain";

    private final Gateways gateways;
    private final GuardedLookups lookups;
    private final AcceptAllPeers acceptAll;
    private final Capabilities capabilities;
    private final WaitingMail waiting;
    private final AsciiJson json;

    @Inject
    GatewayRoutes(
            Gateways gateways,
            GuardedLookups lookups,
            AcceptAllPeers acceptAll,
            Capabilities capabilities,
            WaitingMail waiting,
            AsciiJson json) {
        this.gateways = gateways;
        this.lookups = lookups;
        this.acceptAll = acceptAll;
        this.capabilities = capabilities;
        this.waiting = waiting;
        this.json = json;
    }

    void define(Service service, String base) {
        service.get(base, (request, response) -> list(), json);
        service.post(base + "/" + DOMAIN + "/flush", this::flush);
    }

    List<GatewayView> list() {
        List<GatewayView> views = new ArrayList<>();
        for (Gateway gateway : gateways.all()) {
            views.add(GatewayView.of(
                    gateway,
                    gateways.listed(gateway),
                    !acceptAll.domainsOf(gateway).isEmpty(),
                    lookups.state(gateway.name()).orElse(null),
                    CapabilityView.of(gateway, capabilities),
                    waiting.held(gateway.name())));
        }
        return views;
    }

    private String flush(Request request, Response response) {
        Gateway gateway = gateway(request);
        try {
            waiting.flush(gateway.name());
        } catch (MessagingException e) {
            throw WebError.failed("The queue of " + gateway.name() + " cannot be flushed", e);
        }
        return Responses.returnNoContent(response);
    }

    Gateway gateway(Request request) {
        return gateways.all().stream()
                .filter(candidate -> candidate.domain().asString().equalsIgnoreCase(request.params(DOMAIN)))
                .findFirst()
                .orElseThrow(() -> WebError.notFound("There is no gateway of that domain"));
    }
}
