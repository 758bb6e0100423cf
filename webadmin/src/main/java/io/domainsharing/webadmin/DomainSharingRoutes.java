// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.secondary.EtrnCaller;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.PublicRoutes;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Domain Sharing in WebAdmin. Named in {@code webadmin.properties} as one of {@code extensions.routes}.
 *
 * <ul>
 *   <li>{@code GET /domain-sharing}: this server at a glance
 *   <li>{@code GET /domain-sharing/overview}: all that the status page shows without being asked, with an ETag
 *   <li>{@code GET /domain-sharing/findings}: what is wrong with it, what to do about it, and since when
 *   <li>{@code GET /domain-sharing/peers}: every peer with its state
 *   <li>{@code GET /domain-sharing/peers/{name}}: one of them
 *   <li>{@code PUT /domain-sharing/peers/{name}}: adds or changes one at run time; the keys of {@code <peer>} as JSON. Any peer's
 *       {@code mode} alone can be put
 *   <li>{@code DELETE /domain-sharing/peers/{name}[?queue=requeue|keep]}: takes it away again
 *   <li>{@code POST /domain-sharing/peers/{name}/flush}: its mail is tried now; uses up no retries
 *   <li>{@code POST /domain-sharing/peers?action=test}, {@code POST /domain-sharing/peers/{name}?action=test}: asks every peer,
 *       or that one, whether it answers, past cache and circuit breaker; the latter with the keys of {@code <peer>} as JSON asks one
 *       that is no peer yet
 *   <li>{@code GET /domain-sharing/peers/{name}/mails[?after=...&limit=...]}, also of {@code gateways/{domain}} and of
 *       {@code undetermined}: the mails that wait, by pages
 *   <li>{@code POST /domain-sharing/peers/{name}/mails/{mail}?action=retry|return}, also of {@code gateways/{domain}} and of
 *       {@code undetermined}: one of them is tried now, or goes back to its sender
 *   <li>{@code GET /domain-sharing/gateways}: every gateway with its state and the number of messages that wait for it
 *   <li>{@code POST /domain-sharing/gateways/{domain}/flush}: its mail is tried now; uses up no retries
 *   <li>{@code GET /domain-sharing/secondaries}: every secondary, and what it last said when it was asked for our mail
 *   <li>{@code GET /domain-sharing/owners/{address}[?refresh=true]}: who owns it, what RCPT is answered, and, where peers
 *       were asked for it, each one's answer; refresh asks them whatever is remembered
 *   <li>{@code GET /domain-sharing/cache[?after=...&limit=...&search=...&peer=...]}: the figures of the cache of owners, whether it
 *       reaches the disk, and some of the owners where one of these is given
 *   <li>{@code DELETE /domain-sharing/cache[?domain=...|?peer=...]}: forgets all of it, or what is that domain's or peer's
 *   <li>{@code GET /domain-sharing/cache/{address}}: what is remembered of it
 *   <li>{@code DELETE /domain-sharing/cache/{address}}: forgets what is remembered of it
 *   <li>{@code GET /domain-sharing/pins}: addresses whose owner an operator has said
 *   <li>{@code GET /domain-sharing/pins/{address}}: one of them
 *   <li>{@code PUT /domain-sharing/pins/{address}}: says who owns it, as {@code {"peer","until"}}
 *   <li>{@code DELETE /domain-sharing/pins/{address}}: it is looked up like any other again
 *   <li>{@code GET /domain-sharing/harvest[?limit=...]}: the clients that try addresses
 *   <li>{@code DELETE /domain-sharing/harvest?client=...}: one of them begins anew
 *   <li>{@code GET /domain-sharing/rehearsal[?limit=...]}: what would be different if those shared who are observed
 *   <li>{@code DELETE /domain-sharing/rehearsal}: the rehearsal begins anew
 *   <li>{@code GET /domain-sharing/conflicts}: addresses found on several servers
 *   <li>{@code POST /domain-sharing/conflicts}: a task that asks the peers about every local address
 *   <li>{@code GET /domain-sharing/metrics}: figures for Prometheus
 *   <li>{@code GET /domain-sharing/openapi.json}: all of this in OpenAPI 3.0
 *   <li>{@code GET /domain-sharing/ui}: the status page, which uses all of these
 * </ul>
 *
 * <p>Public to James, which would put its authentication before the page too, and a browser cannot send a token before it has
 * the page that asks for one. So the filter is put here, before everything but the page.
 */
public final class DomainSharingRoutes implements PublicRoutes {
    static final String BASE = "/domain-sharing";
    static final String PAGE = BASE + "/ui";

    private final RequestGuard guard;
    private final AuthenticationFilter authentication;
    private final Groups groups;
    private final AsciiJson json;

    /** The routes of each thing that they are about. */
    record Groups(
            StatusRoutes status,
            OverviewRoute overview,
            FindingRoutes findings,
            PeerRoutes peers,
            PeerTestRoutes peerTest,
            OwnerRoutes owners,
            CacheRoutes cache,
            PinRoutes pins,
            ConflictRoutes conflicts,
            RehearsalRoutes rehearsal,
            HarvestRoutes harvest,
            GatewayRoutes gateways,
            QueueRoutes queues,
            EtrnCaller secondaries,
            MetricRoutes metrics,
            AddressChanges changes,
            OpenApiRoute openApi) {
        @Inject
        Groups {}
    }

    @Inject
    DomainSharingRoutes(RequestGuard guard, AuthenticationFilter authentication, Groups groups, AsciiJson json) {
        this.guard = guard;
        this.authentication = authentication;
        this.groups = groups;
        this.json = json;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        for (String path : List.of(BASE, BASE + "/*")) {
            service.before(path, guard);
            service.before(path, this::authenticate);
        }
        groups.changes().define(service);
        new StatusPage().define(service, PAGE);
        groups.status().define(service, BASE);
        groups.overview().define(service, BASE + "/overview");
        groups.findings().define(service, BASE + "/findings");
        groups.peers().define(service, BASE + "/peers");
        groups.peerTest().define(service, BASE + "/peers");
        groups.gateways().define(service, BASE + "/gateways");
        service.get(
                BASE + "/secondaries",
                (request, response) -> groups.secondaries().states().stream()
                        .map(SecondaryView::of)
                        .toList(),
                json);
        groups.queues().define(service, BASE);
        groups.owners().define(service, BASE + "/owners");
        groups.cache().define(service, BASE + "/cache");
        groups.pins().define(service, BASE + "/pins");
        groups.conflicts().define(service, BASE + "/conflicts");
        groups.rehearsal().define(service, BASE + "/rehearsal");
        groups.harvest().define(service, BASE + "/harvest");
        groups.metrics().define(service, BASE + "/metrics");
        groups.openApi().define(service, BASE);
    }

    /** By the path that Spark matches routes with, so that no other way of writing one passes for the page. */
    static boolean isPage(Request request) {
        return request.requestMethod().equals("GET") && request.uri().equals(PAGE);
    }

    // James's own filter looks at the method that was sent, and lets OPTIONS pass without a token.
    private void authenticate(Request request, Response response) throws Exception {
        if (!isPage(request)) {
            // James says no in plain words, but calls everything JSON.
            response.type("text/plain");
            authentication.handle(request, response);
            response.type(Constants.JSON_CONTENT_TYPE);
        }
    }
}
