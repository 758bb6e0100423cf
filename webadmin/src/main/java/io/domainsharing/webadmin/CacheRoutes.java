// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.cache.OwnerSearch;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about what is remembered of owners. */
final class CacheRoutes {
    private static final String DOMAIN = "domain";
    private static final String PEER = "peer";
    private static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final String SEARCH = "search";
    private static final int USUAL_PAGE = 100;

    private final OwnershipResolver resolver;
    private final OwnerCache cache;
    private final OwnershipMetrics metrics;
    private final PeerDirectory peers;
    private final AsciiJson json;

    @Inject
    CacheRoutes(
            OwnershipResolver resolver,
            OwnerCache cache,
            OwnershipMetrics metrics,
            PeerDirectory peers,
            AsciiJson json) {
        this.resolver = resolver;
        this.cache = cache;
        this.metrics = metrics;
        this.peers = peers;
        this.json = json;
    }

    void define(Service service, String base) {
        String one = base + "/" + Parameters.ADDRESS;
        service.get(base, (request, response) -> view(request), json);
        service.get(one, (request, response) -> entry(Parameters.address(request)), json);
        service.delete(base, this::evictMany);
        service.delete(one, this::evict);
    }

    CacheView view() {
        return CacheView.of(
                cache.figures(), metrics.cacheUse(), cache.storeFailure().orElse(null));
    }

    /** The figures, and a page of owners where one is asked for. */
    private Object view(Request request) {
        if (request.queryParams().isEmpty()) {
            return view();
        }
        Parameters.eachOnce(request, Set.of(AFTER, LIMIT, SEARCH, PEER));
        String peer = request.queryParams(PEER);
        OwnerSearch search = new OwnerSearch(
                request.queryParams(AFTER),
                Parameters.limit(request, USUAL_PAGE, OwnerSearch.MOST),
                request.queryParamOrDefault(SEARCH, "").strip().toLowerCase(Locale.ROOT),
                peer == null ? null : owner(peer));
        return CacheView.WithEntries.of(view(), cache.page(search));
    }

    private CacheView.Entry entry(MailAddress address) {
        Optional<CacheView.Entry> owner =
                resolver.cached(address).map(remembered -> CacheView.Entry.of(address.asString(), remembered));
        if (owner.isEmpty() && !resolver.isNobodyRemembered(address)) {
            throw WebError.notFound("Nothing is remembered of that address");
        }
        return owner.orElseGet(() -> CacheView.Entry.ofNobody(address));
    }

    private String evict(Request request, Response response) {
        resolver.evict(Parameters.address(request));
        return Responses.returnNoContent(response);
    }

    // A parameter without a value is one that a script forgot to fill in: that must not forget everything.
    private String evictMany(Request request, Response response) {
        Parameters.onlyOneOf(request, Set.of(DOMAIN, PEER));
        if (request.queryParams(DOMAIN) != null) {
            resolver.evictDomain(Parameters.domain(request.queryParams(DOMAIN)));
        } else if (request.queryParams(PEER) != null) {
            resolver.evictPeer(owner(request.queryParams(PEER)));
        } else {
            resolver.evictAll();
        }
        return Responses.returnNoContent(response);
    }

    /** A peer, or a gateway by the name that its addresses are remembered under. */
    private PeerName owner(String name) {
        return Stream.concat(
                        peers.current().peers().stream().map(Peer::name),
                        peers.current().gateways().stream().map(Gateway::name))
                .filter(known -> known.value().equals(name))
                .findFirst()
                .orElseThrow(() -> WebError.notFound("There is no peer of that name"));
    }
}
