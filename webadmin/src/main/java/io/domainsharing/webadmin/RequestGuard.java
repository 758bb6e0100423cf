// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.net.HostAndPort;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.WebAdminConfiguration;
import spark.Filter;
import spark.Request;
import spark.Response;
import spark.Spark;

/**
 * Keeps pages of other origins, which an operator's browser may show beside the status page, from using that browser to read or
 * change anything here. Runs before authentication, for every method. Sources: Fetch Metadata Request Headers (W3C), the Fetch
 * standard's simple requests, RFC 6454.
 *
 * <p>Programs that are no browser send neither {@code Origin} nor {@code Sec-Fetch-Site}, and are not affected.
 */
final class RequestGuard implements Filter {
    /** Octets; the largest peer that can be meant is a tenth of it. */
    static final int LARGEST_BODY = 65_536;

    private static final String ORIGIN = "Origin";
    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final Set<String> OWN_SITE = Set.of("none", "same-origin");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    /** Jetty writes what these name into {@code Host}, and a page may send them to its own origin. */
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-Host", "X-Forwarded-Server");
    /** Spark runs the route of the method that it names. */
    private static final String OTHER_METHOD = "X-HTTP-Method-Override";

    private static final String JSON = "application/json";

    private final OwnHosts hosts;
    private final Optional<WebOrigin> shared;

    @Inject
    RequestGuard(OwnHosts hosts, WebAdminConfiguration james) {
        this(hosts, james.getUrlCORSOrigin());
    }

    /**
     * A guard.
     *
     * @param shared James's {@code cors.origin}: counts where it names an origin
     */
    RequestGuard(OwnHosts hosts, String shared) {
        this.hosts = hosts;
        this.shared = WebOrigin.parse(shared);
    }

    @Override
    public void handle(Request request, Response response) {
        boolean isShared = isShared(request);
        AnswerHeaders.put(response, isShared);
        if (request.headers(OTHER_METHOD) != null) {
            throw WebError.invalid("Send the method itself: " + OTHER_METHOD + " is not taken");
        }
        HostAndPort host = host(request);
        if (!isShared) {
            origin(request, host);
            site(request);
        }
        if (!READS.contains(request.requestMethod())) {
            body(request);
        }
        if (request.requestMethod().equals("OPTIONS") && !isShared) {
            // James's route would answer it with permission for whatever headers are asked for.
            throw Spark.halt(204);
        }
    }

    private boolean isShared(Request request) {
        List<String> origins = all(request, ORIGIN);
        return origins.size() == 1
                && shared.isPresent()
                && WebOrigin.parse(origins.get(0)).equals(shared);
    }

    private HostAndPort host(Request request) {
        List<String> named = all(request, "Host");
        Optional<HostAndPort> host = named.size() == 1 ? OwnHosts.parse(named.get(0)) : Optional.empty();
        boolean isForwarded = FORWARDED.stream().anyMatch(header -> request.headers(header) != null);
        return host.filter(isForwarded ? hosts::isConfigured : hosts::has)
                .orElseThrow(() ->
                        WebError.misdirected("WebAdmin is not known by the name in the Host header. Write that name"
                                + " as <webadmin><host> into conf/domainsharing.xml, or use an IP address or localhost"
                                + (isForwarded ? ", without " + String.join(", ", FORWARDED) : "")));
    }

    private void origin(Request request, HostAndPort host) {
        for (String origin : all(request, ORIGIN)) {
            if (WebOrigin.parse(origin)
                    .filter(page -> page.isAt(host) || hosts.isConfigured(page))
                    .isEmpty()) {
                throw foreign(ORIGIN);
            }
        }
    }

    // A link to the status page may stand anywhere: the page holds no data, and no other page can look into it.
    private static void site(Request request) {
        boolean isOwn = all(request, FETCH_SITE).stream()
                .map(site -> site.toLowerCase(Locale.ROOT))
                .allMatch(OWN_SITE::contains);
        if (!isOwn && !(DomainSharingRoutes.isPage(request) && isFollowedLink(request))) {
            throw foreign(FETCH_SITE);
        }
    }

    private static boolean isFollowedLink(Request request) {
        return all(request, "Sec-Fetch-Mode").equals(List.of("navigate"))
                && all(request, "Sec-Fetch-Dest").equals(List.of("document"));
    }

    // What a page of another origin may send without asking first is a form's or plain text.
    private static void body(Request request) {
        List<String> types = all(request, "Content-Type");
        boolean hasBody = request.raw().getContentLengthLong() > 0 || request.headers("Transfer-Encoding") != null;
        boolean isJson = types.size() == 1 && isJson(types.get(0));
        if (hasBody ? !isJson : !types.isEmpty() && !isJson) {
            throw WebError.unsupportedType("Send JSON, and say so: Content-Type: " + JSON);
        }
        // James 3.8 reads no such body, and what has no length has no bound.
        if (request.headers("Transfer-Encoding") != null) {
            throw WebError.lengthRequired();
        }
        if (request.raw().getContentLengthLong() > LARGEST_BODY) {
            throw WebError.tooLarge();
        }
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(JSON);
    }

    private static spark.HaltException foreign(String header) {
        return WebError.forbidden("This request comes from a page of another origin (" + header
                + "), which may not use WebAdmin. Its own page is at " + DomainSharingRoutes.PAGE);
    }

    private static List<String> all(Request request, String header) {
        return Collections.list(request.raw().getHeaders(header));
    }
}
