// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.network.SourceLimiter;
import io.domainsharing.ownership.OwnAddresses;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.secondary.AllowedClients;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.jspecify.annotations.Nullable;

/**
 * Answers VRFY (RFC 5321 sections 3.5 and 4.1.1.6) for this server's own addresses, to those who may ask: the networks of
 * {@code <vrfy><allow>}, or the peers, the hosts found by MX and the secondaries. Stands in {@code smtpserver.xml} before
 * {@code CoreCmdHandlerLoader}:
 *
 * <pre>{@code
 * <handler class="io.domainsharing.smtp.VrfyCommand"/>
 * }</pre>
 *
 * Everybody else gets 252 for whatever is an address, before anything is looked at, and is not offered VRFY by EHLO. As RFC
 * 5321 section 4.1.4 wishes, EHLO need not come first. While Domain Sharing is off, James's own handler answers.
 *
 * <p>On behalf of a peer no other is asked. No thread waits for James's repositories. One instance per listener; thread-safe once wired.
 */
public final class VrfyCommand extends DeferringHandler implements EhloExtension {
    private static final String NAME = "VRFY";
    private static final Duration PATIENCE = MingerResponderConfiguration.DEFAULT_DIRECTORY_DEADLINE;
    private static final int MAXIMUM_SOURCES = 10_000;

    private final boolean enabled;
    private final Predicate<InetAddress> allowed;
    private final OwnAddresses addresses;
    private final DomainList domains;
    private final SourceLimiter limiter;
    private final Duration patience;
    private final SmtpMetrics metrics;

    @Inject
    VrfyCommand(
            DomainSharingConfiguration configuration,
            AllowedClients allowed,
            OwnAddresses addresses,
            HandlerServices services) {
        this(
                configuration.enabled(),
                allowed.forVrfyExceptFor(configuration.vrfy().allow()),
                addresses,
                new SourceLimiter(
                        MingerResponderConfiguration.DEFAULT_QUERIES_PER_SECOND_PER_SOURCE,
                        MAXIMUM_SOURCES,
                        System::nanoTime),
                PATIENCE,
                services);
    }

    VrfyCommand(
            boolean enabled,
            Predicate<InetAddress> allowed,
            OwnAddresses addresses,
            SourceLimiter limiter,
            Duration patience,
            HandlerServices services) {
        super(NAME, services.check(), services.pool(), services.trouble());
        this.enabled = enabled;
        this.allowed = allowed;
        this.addresses = addresses;
        this.domains = services.localDomains();
        this.limiter = limiter;
        this.patience = patience;
        this.metrics = services.metrics();
    }

    /** @throws ConfigurationException it has any key */
    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        HandlerKeys.rejectOthers(configuration, getClass().getSimpleName(), Set.of());
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return enabled && asker(session).isPresent() ? List.of(NAME) : List.of();
    }

    /** Null while Domain Sharing is off, so that James's own handler runs. */
    @Override
    @Nullable
    Response answer(SMTPSession session, Request request) {
        if (!enabled) {
            return null;
        }
        VrfyArgument argument = VrfyArgument.of(request.getArgument());
        if (argument.isBeyondAscii()) {
            return metrics.vrfy(VrfyReply.BEYOND_ASCII);
        }
        Optional<MailAddress> address = argument.address(domains);
        if (address.isEmpty()) {
            return metrics.vrfy(VrfyReply.SYNTAX);
        }
        Optional<InetAddress> asker = asker(session);
        if (asker.isEmpty()) {
            return metrics.vrfy(VrfyReply.CANNOT_TELL);
        }
        if (!limiter.admits(asker.get())) {
            metrics.vrfyRateLimited();
            return metrics.vrfy(VrfyReply.TOO_MANY);
        }
        return whenThere(session, reply(address.get(), asker.get()).thenApply(metrics::vrfy));
    }

    private Optional<InetAddress> asker(SMTPSession session) {
        return PeerSessions.remoteAddress(session).filter(allowed);
    }

    private CompletableFuture<Response> reply(MailAddress address, InetAddress asker) {
        return addresses
                .statusOf(address, asker)
                .thenApply(told ->
                        told.map(status -> VrfyReply.of(status, address)).orElse(VrfyReply.CANNOT_TELL))
                .toCompletableFuture()
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(failure -> {
                    trouble.error(
                            HookFailure.Kind.DIRECTORY,
                            "What VRFY asks of an address of "
                                    + address.getDomain().asString() + " cannot be told",
                            failure);
                    return VrfyReply.NOT_NOW;
                });
    }
}
