// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.HostAddresses;
import io.domainsharing.ownership.mx.MailDns;
import io.domainsharing.ownership.mx.MxRoute;
import io.domainsharing.ownership.mx.MxRoutes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;

/**
 * James's DNS, but for the MX hosts of a domain: never this server, nor one of equal or lower precedence (R4, RFC 5321 section
 * 5.1). Thread-safe; blocks as James's own does.
 */
@Singleton
public class MxPrecedence implements DNSService {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DNSService james;
    private final MailDns dns;

    @Inject
    public MxPrecedence(DNSService james, MailDns dns) {
        this.james = james;
        this.dns = dns;
    }

    /**
     * {@inheritDoc} Each with its port, as RemoteDelivery reads it.
     *
     * @throws NoWayException there will never be a host: RemoteDelivery returns the mail with its message
     */
    @Override
    public Collection<String> findMXRecords(String host) throws TemporaryResolutionException {
        MxRoutes routes = dns.routes();
        if (routes == null || isLiteral(host)) {
            return james.findMXRecords(host);
        }
        MxRoute route = await(routes.of(Domain.of(host)));
        if (route instanceof MxRoute.Through through) {
            return through.hosts().stream().map(HostAndPort::toString).toList();
        } else if (route instanceof MxRoute.ThisServerIsBest) {
            throw new NoWayException("5.4.6 mail for " + host + " loops back to this server: it is the best MX of that"
                    + " domain, but does not know the domain");
        } else if (route instanceof MxRoute.NoMail) {
            throw new NoWayException("5.1.10 " + host + " takes no mail: its MX says so (RFC 7505)");
        } else if (route instanceof MxRoute.Unknown unknown) {
            throw new TemporaryResolutionException(unknown.detail());
        }
        // RemoteDelivery tries again as often as its maxDnsProblemRetries says.
        return List.of();
    }

    /** Said for good; RemoteDelivery takes what is no MessagingException for that. */
    static final class NoWayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoWayException(String message) {
            // RemoteDelivery logs it, and strangers can cause it by their sender's domain: a line, not a stack.
            super(message, null, false, false);
        }
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        HostAddresses addresses = dns.addresses();
        if (addresses == null) {
            return james.getAllByName(host);
        }
        try {
            return await(addresses.resolve(host));
        } catch (TemporaryResolutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    @Override
    public InetAddress getByName(String host) throws UnknownHostException {
        return getAllByName(host).iterator().next();
    }

    @Override
    public Collection<String> findTXTRecords(String hostname) {
        return james.findTXTRecords(hostname);
    }

    @Override
    public InetAddress getLocalHost() throws UnknownHostException {
        return james.getLocalHost();
    }

    @Override
    public String getHostName(InetAddress address) {
        return james.getHostName(address);
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || InetAddresses.isInetAddress(host);
    }

    private static <T> T await(CompletionStage<T> stage) throws TemporaryResolutionException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TemporaryResolutionException("interrupted while DNS was asked");
        } catch (ExecutionException e) {
            throw new TemporaryResolutionException(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new TemporaryResolutionException("DNS is silent");
        }
    }
}
