// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.gateway.GatewayQueues;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.log.LogLimit;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers ETRN (RFC 1985): the mail that waits for a gateway is tried at once, at the gateway's own hosts and not where the
 * asker is. Stands in {@code smtpserver.xml}, on any listener, before {@code CoreCmdHandlerLoader}:
 *
 * <pre>{@code
 * <handler class="io.domainsharing.smtp.EtrnCommand"/>
 * }</pre>
 *
 * Allowed to the networks of {@code etrnFrom} and, once logged in, the users of {@code etrnUser}, each for their own
 * gateways; where there are none of either, or Domain Sharing is off, the command is unknown, as in stock James. Who may not
 * ask for a domain is not told whether it is a gateway's.
 *
 * <p>No thread waits for a queue. One instance per listener; thread-safe once wired.
 */
public final class EtrnCommand extends DeferringHandler implements EhloExtension {
    private static final Logger LOGGER = LoggerFactory.getLogger(EtrnCommand.class);
    private static final String NAME = "ETRN";
    private static final String EHLO = "EHLO";

    private final List<Gateway> gateways;
    private final GatewayQueues queues;
    private final UnknownCmdHandler stock;
    private final LogLimit refusals;
    private final SmtpMetrics metrics;

    @Inject
    public EtrnCommand(
            Gateways gateways,
            GatewayQueues queues,
            UnknownCmdHandler stock,
            Clock clock,
            SmtpMetrics metrics,
            CommandCheck check,
            ReplayPool pool,
            HookFailure trouble) {
        super(NAME, check, pool, trouble);
        this.gateways = gateways.all().stream()
                .filter(gateway -> !gateway.etrn().isNobody())
                .toList();
        this.queues = queues;
        this.stock = stock;
        this.refusals = new LogLimit(clock);
        this.metrics = metrics;
    }

    /** @throws ConfigurationException it has any key */
    @Override
    public void init(Configuration configuration) throws ConfigurationException {
        HandlerKeys.rejectOthers(configuration, getClass().getSimpleName(), Set.of());
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return Stream.concat(super.getMarkerInterfaces().stream(), stock.getMarkerInterfaces().stream())
                .toList();
    }

    @Override
    public void wireExtensions(Class<?> marker, List<?> extensions) throws WiringException {
        if (stock.getMarkerInterfaces().contains(marker)) {
            stock.wireExtensions(marker, extensions);
        } else {
            super.wireExtensions(marker, extensions);
        }
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return gateways.isEmpty() ? List.of() : List.of(NAME);
    }

    @Override
    Response answer(SMTPSession session, Request request) {
        if (gateways.isEmpty()) {
            return stock.onCommand(session, request);
        }
        if (!isGreeted(session)) {
            return metrics.etrn(EtrnReply.EHLO_FIRST);
        }
        // RFC 1985: at any time, but not between MAIL and the end of DATA.
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
            return metrics.etrn(EtrnReply.NOT_WITHIN_MAIL);
        }
        String argument =
                request.getArgument() == null ? "" : request.getArgument().trim();
        if (argument.startsWith("#")) {
            return metrics.etrn(EtrnReply.NO_NAMED_QUEUES);
        }
        return EtrnNode.parse(argument)
                .map(node -> start(session, node))
                .orElseGet(() -> metrics.etrn(EtrnReply.SYNTAX));
    }

    private Response start(SMTPSession session, EtrnNode node) {
        if (session.getUsername() == null
                && gateways.stream()
                        .allMatch(gateway -> gateway.etrn().networks().isEmpty())) {
            return metrics.etrn(EtrnReply.LOG_IN_FIRST);
        }
        List<Gateway> allowed = gateways.stream()
                .filter(node::names)
                .filter(gateway -> mayAskFor(gateway, session))
                .toList();
        if (allowed.isEmpty()) {
            refusals.run(leftOut -> LOGGER.info(
                    "ETRN refused: session {} from {} may not ask for {} ({} such lines were left out before)",
                    session.getSessionID(),
                    asker(session),
                    node.name(),
                    leftOut));
            return metrics.etrn(EtrnReply.notAllowed(node));
        }
        return whenThere(session, reply(node, allowed, asker(session)).thenApply(metrics::etrn));
    }

    private CompletableFuture<Response> reply(EtrnNode node, List<Gateway> allowed, String asker) {
        List<CompletableFuture<OptionalLong>> counts = allowed.stream()
                .map(gateway -> queues.start(gateway, asker).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(counts.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> EtrnReply.started(
                        node, counts.stream().map(CompletableFuture::join).toList()))
                .exceptionally(failure -> {
                    trouble.error(
                            HookFailure.Kind.HELD_MAIL, "The mail for " + node.name() + " cannot be tried", failure);
                    return EtrnReply.unable(node);
                });
    }

    /** The extension is there for those who have sent EHLO (RFC 1985 section 3). */
    private static boolean isGreeted(SMTPSession session) {
        return !session.getConfiguration().useHeloEhloEnforcement()
                || session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                        .filter(EHLO::equals)
                        .isPresent();
    }

    private static boolean mayAskFor(Gateway gateway, SMTPSession session) {
        return PeerSessions.remoteAddress(session)
                .filter(remote -> gateway.etrn().allow(remote, session.getUsername()))
                .isPresent();
    }

    private static String asker(SMTPSession session) {
        String address = PeerSessions.remoteAddress(session)
                .map(InetAddress::getHostAddress)
                .orElse("nowhere");
        return session.getUsername() == null
                ? address
                : Escaped.of(session.getUsername().asString()) + " at " + address;
    }
}
