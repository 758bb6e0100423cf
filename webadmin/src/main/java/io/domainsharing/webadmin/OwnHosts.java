// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.webadmin.WebAdminConfiguration;

/**
 * The names of this WebAdmin. Whoever owns any other name can let it lead here (DNS rebinding): the browser then takes his page for
 * one of this server's own. An IP address and {@code localhost} lead where they say.
 */
final class OwnHosts {
    private static final String LOCALHOST = "localhost";

    private final Set<HostAndPort> configured;
    private final String listening;

    @Inject
    OwnHosts(DomainSharingConfiguration configuration, WebAdminConfiguration james) {
        this(configuration.webAdmin().hosts(), james.getHost());
    }

    /**
     * Those of the configuration.
     *
     * @param listening what James's {@code webadmin.properties} has as {@code host}: maybe a name
     */
    OwnHosts(List<HostAndPort> configured, String listening) {
        this.configured = configured.stream().map(OwnHosts::lowerCase).collect(Collectors.toUnmodifiableSet());
        this.listening = listening.toLowerCase(Locale.ROOT);
    }

    /** A {@code Host} header in lower case; empty: it is none. */
    static Optional<HostAndPort> parse(String header) {
        try {
            return Optional.of(HostAndPort.fromString(header.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a request for that host can be meant for this server. */
    boolean has(HostAndPort host) {
        return host.getHost().equals(LOCALHOST)
                || InetAddresses.isInetAddress(host.getHost())
                || host.getHost().equals(listening)
                || isConfigured(host);
    }

    /** Whether an operator has written that host down for browsers, at any port. */
    boolean isConfigured(HostAndPort host) {
        return configured.stream().anyMatch(known -> known.getHost().equals(host.getHost()));
    }

    /** Whether a page of that origin is one that operators open by a name written down for browsers. */
    boolean isConfigured(WebOrigin origin) {
        return configured.stream().anyMatch(origin::isAt);
    }

    private static HostAndPort lowerCase(HostAndPort host) {
        String name = host.getHost().toLowerCase(Locale.ROOT);
        return host.hasPort() ? HostAndPort.fromParts(name, host.getPort()) : HostAndPort.fromHost(name);
    }
}
