// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.mailets.PeerDelivery;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Peers;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.peer.PeerGates;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.resolution.Explanation;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
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
 *   <li>{@code POST /domain-sharing/peers/{name}/flush}: its mail is tried now; uses up no retries
 *   <li>{@code GET /domain-sharing/owners/{address}[?refresh=true]}: who owns it, what RCPT is answered, and, where peers
 *       were asked for it, each one's answer; refresh asks them whatever is remembered
 *   <li>{@code DELETE /domain-sharing/cache/{address}}: forgets what is remembered of it
 * </ul>
 */
public final class DomainSharingRoutes implements Routes {
    private static final String BASE = "/domain-sharing";
    private static final String NAME = ":name";
    private static final String ADDRESS = ":address";

    private final Peers peers;
    private final SharedDomains shared;
    private final PeerGates gates;
    private final OwnershipResolver resolver;
    private final Explainer explainer;
    private final PeerDelivery delivery;
    private final JsonTransformer json;

    @Inject
    public DomainSharingRoutes(
            Peers peers,
            SharedDomains shared,
            PeerGates gates,
            OwnershipResolver resolver,
            Explainer explainer,
            PeerDelivery delivery,
            JsonTransformer json) {
        this.peers = peers;
        this.shared = shared;
        this.gates = gates;
        this.resolver = resolver;
        this.explainer = explainer;
        this.delivery = delivery;
        this.json = json;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE + "/peers", (request, response) -> listPeers(), json);
        service.post(BASE + "/peers/" + NAME + "/flush", this::flush);
        service.get(BASE + "/owners/" + ADDRESS, (request, response) -> explain(request), json);
        service.delete(BASE + "/cache/" + ADDRESS, this::evict);
    }

    private List<PeerView> listPeers() {
        return peers.all().stream()
                .map(peer -> PeerView.of(peer, gates.state(peer.name()).orElse(null)))
                .toList();
    }

    private String flush(Request request, Response response) {
        Peer peer = peers.all().stream()
                .filter(candidate -> candidate.name().value().equals(request.params(NAME)))
                .findFirst()
                .orElseThrow(() -> notFound("There is no peer of that name"));
        PeerName name = peer.name();
        try {
            delivery.flush(name);
        } catch (MessagingException e) {
            throw ErrorResponder.builder()
                    .statusCode(HttpStatus.INTERNAL_SERVER_ERROR_500)
                    .type(ErrorResponder.ErrorType.SERVER_ERROR)
                    .message("The queue of peer %s cannot be flushed", name)
                    .cause(e)
                    .haltError();
        }
        return Responses.returnNoContent(response);
    }

    private OwnerView explain(Request request) {
        MailAddress address = address(request);
        if (!shared.contains(address.getDomain())) {
            throw notFound("That domain is not shared");
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
