// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.secondary.EtrnCaller;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.eclipse.jetty.http.HttpStatus;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Domain Sharing in WebAdmin. Named in {@code webadmin.properties} as one of {@code extensions.routes}.
 *
 * <ul>
 *   <li>{@code GET /domain-sharing/peers}: every peer with its state
 *   <li>{@code GET /domain-sharing/peers/{name}}: one of them
 *   <li>{@code PUT /domain-sharing/peers/{name}}: adds or changes one at run time; the keys of {@code <peer>} as JSON
 *   <li>{@code DELETE /domain-sharing/peers/{name}[?queue=requeue|keep]}: takes it away again
 *   <li>{@code POST /domain-sharing/peers/{name}/flush}: its mail is tried now; uses up no retries
 *   <li>{@code GET /domain-sharing/gateways}: every gateway with its state and the number of messages that wait for it
 *   <li>{@code POST /domain-sharing/gateways/{domain}/flush}: its mail is tried now; uses up no retries
 *   <li>{@code GET /domain-sharing/secondaries}: every secondary, and what it last said when it was asked for our mail
 *   <li>{@code GET /domain-sharing/owners/{address}[?refresh=true]}: who owns it, what RCPT is answered, and, where peers
 *       were asked for it, each one's answer; refresh asks them whatever is remembered
 *   <li>{@code DELETE /domain-sharing/cache/{address}}: forgets what is remembered of it
 *   <li>{@code GET /domain-sharing/conflicts}: addresses found on several servers
 *   <li>{@code POST /domain-sharing/conflicts}: a task that asks the peers about every local address
 * </ul>
 */
public final class DomainSharingRoutes implements Routes {
    private static final String BASE = "/domain-sharing";
    private static final String ADDRESS = ":address";

    private final PeerRoutes peers;
    private final SharedDomains shared;
    private final OwnershipResolver resolver;
    private final Explainer explainer;
    private final ConflictRoutes conflicts;
    private final GatewayRoutes gatewayRoutes;
    private final Gateways gateways;
    private final EtrnCaller secondaries;
    private final JsonTransformer json;

    @Inject
    DomainSharingRoutes(
            PeerRoutes peers,
            SharedDomains shared,
            OwnershipResolver resolver,
            Explainer explainer,
            ConflictRoutes conflicts,
            GatewayRoutes gatewayRoutes,
            Gateways gateways,
            EtrnCaller secondaries,
            JsonTransformer json) {
        this.peers = peers;
        this.shared = shared;
        this.resolver = resolver;
        this.explainer = explainer;
        this.conflicts = conflicts;
        this.gatewayRoutes = gatewayRoutes;
        this.gateways = gateways;
        this.secondaries = secondaries;
        this.json = json;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        peers.define(service, BASE + "/peers");
        gatewayRoutes.define(service, BASE + "/gateways");
        service.get(
                BASE + "/secondaries",
                (request, response) ->
                        secondaries.states().stream().map(SecondaryView::of).toList(),
                json);
        service.get(BASE + "/owners/" + ADDRESS, (request, response) -> explain(request), json);
        service.delete(BASE + "/cache/" + ADDRESS, this::evict);
        conflicts.define(service, BASE + "/conflicts");
    }

    private OwnerView explain(Request request) {
        MailAddress address = address(request);
        if (!shared.contains(address.getDomain()) && !gateways.contains(address.getDomain())) {
            throw notFound("That domain is neither shared nor a gateway's");
        }
        // Jetty's thread may wait: no longer than the look-up budget.
        Explanation explanation = explainer
                .explain(address, Boolean.parseBoolean(request.queryParams("refresh")))
                .toCompletableFuture()
                .join();
        return OwnerView.of(address, explanation, resolver.cached(address).orElse(null));
    }

    private String evict(Request request, Response response) {
        resolver.evict(address(request));
        return Responses.returnNoContent(response);
    }

    private static MailAddress address(Request request) {
        try {
            return new MailAddress(request.params(ADDRESS));
        } catch (AddressException e) {
            throw ErrorResponder.builder()
                    .statusCode(HttpStatus.BAD_REQUEST_400)
                    .type(ErrorResponder.ErrorType.INVALID_ARGUMENT)
                    .message("This is not a mail address")
                    .cause(e)
                    .haltError();
        }
    }

    private static HaltException notFound(String message) {
        return ErrorResponder.builder()
                .statusCode(HttpStatus.NOT_FOUND_404)
                .type(ErrorResponder.ErrorType.NOT_FOUND)
                .message(message)
                .haltError();
    }
}
