// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.verdict.HandoverGate;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import spark.Request;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that says who owns an address, and why. */
final class OwnerRoutes {
    private final SharedDomains shared;
    private final Gateways gateways;
    private final OwnershipResolver resolver;
    private final Explainer explainer;
    private final HandoverGate handover;
    private final NodeName node;
    private final AsciiJson json;

    @Inject
    OwnerRoutes(
            SharedDomains shared,
            Gateways gateways,
            OwnershipResolver resolver,
            Explainer explainer,
            HandoverGate handover,
            DomainSharingConfiguration configuration,
            AsciiJson json) {
        this.shared = shared;
        this.gateways = gateways;
        this.resolver = resolver;
        this.explainer = explainer;
        this.handover = handover;
        this.node = configuration.node();
        this.json = json;
    }

    void define(Service service, String base) {
        service.get(base + "/" + Parameters.ADDRESS, (request, response) -> explain(request), json);
    }

    private OwnerView explain(Request request) {
        MailAddress address = Parameters.address(request);
        if (!shared.contains(address.getDomain()) && !gateways.contains(address.getDomain())) {
            throw WebError.notFound("That domain is neither shared nor a gateway's");
        }
        // Jetty's thread may wait: for the look-up budget, and once more for it where a peer gave no answer.
        Explanation explanation = explainer
                .explain(address, Boolean.parseBoolean(request.queryParams("refresh")))
                .toCompletableFuture()
                .join();
        return OwnerView.of(
                address, explanation, handover, resolver.cached(address).orElse(null), node);
    }
}
