// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.NettyTransport;
import io.domainsharing.smtpclient.DeliveryOutcome.Contact;
import io.domainsharing.smtpclient.Envelope.Recipient;
import io.domainsharing.smtpclient.RecipientResult.Unanswered;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to SMTP servers (docs/adr/0023). Sockets are served by event loops of its own; {@link #deliver} waits for every
 * reply on its caller's thread, which therefore must be no event loop. Thread-safe.
 */
public final class SmtpDelivery implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long CLOSE_SECONDS = 2;

    private final SmtpDeliveryConfiguration configuration;
    private final ExtensionsListener heard;
    private final EventLoopGroup group = NettyTransport.newEventLoops("smtp-delivery", EVENT_LOOPS);
    private final Map<DeliveryTls, TlsLayer> layers = new ConcurrentHashMap<>();
    private final Set<Dialogue> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SmtpDelivery(SmtpDeliveryConfiguration configuration, ExtensionsListener heard) {
        this.configuration = configuration;
        this.heard = heard;
    }

    /**
     * With event loops of its own, whose threads start with the first message.
     *
     * @param heard hears what servers announce
     */
    public static SmtpDelivery create(SmtpDeliveryConfiguration configuration, ExtensionsListener heard) {
        return new SmtpDelivery(configuration, heard);
    }

    /**
     * Sends one message to one address of a host. Where TLS fails and would have proved nothing, the session is opened once more,
     * in clear. Blocks; interrupting the thread ends the session. Never fails: what goes wrong is part of the outcome.
     */
    public DeliveryOutcome deliver(DeliveryRoute route, Envelope envelope, Content content) {
        Work<Map<Recipient, RecipientResult>> work = session -> session.deliver(envelope, content);
        try {
            return outcome(session(route, route.tls(), work), null);
        } catch (SessionLost lost) {
            if (lost.stage() != Stage.TLS || !route.tls().mayFail() || closed.get()) {
                return outcome(envelope, lost, null);
            }
            try {
                return outcome(session(route, DeliveryTls.NEVER, work), lost.detail());
            } catch (SessionLost again) {
                return outcome(envelope, again, lost.detail());
            }
        }
    }

    /**
     * Opens a session as {@link #deliver} does and ends it without a message: whether there is a server that could take one. Blocks;
     * interrupting the thread ends the session. Never fails.
     */
    public Greeting greet(DeliveryRoute route) {
        try {
            return session(route, route.tls(), session -> new Greeting(Contact.HEARD, ""));
        } catch (SessionLost lost) {
            boolean goesInClear = lost.stage() == Stage.TLS && route.tls().mayFail();
            return new Greeting(goesInClear ? Contact.HEARD : lost.contact(), lost.detail());
        }
    }

    /**
     * What came of a {@link #greet}.
     *
     * @param detail what went wrong, for people; empty: nothing
     */
    public record Greeting(Contact contact, String detail) {}

    /** What is done in a session that is open. */
    @FunctionalInterface
    private interface Work<T> {
        T in(DeliverySession session) throws SessionLost;
    }

    /** @throws SessionLost before the work was begun */
    private <T> T session(DeliveryRoute route, DeliveryTls tls, Work<T> work) throws SessionLost {
        EventLoop loop = group.next();
        Dialogue dialogue = new Dialogue(loop, route.server(), route.socketAddress(), configuration);
        open.add(dialogue);
        // Looked at again once it is in the set: close() either finds it there or is seen here.
        if (closed.get()) {
            dialogue.end(Reason.CLOSED, "the SMTP client was closed");
        }
        try (DeliverySession session = new DeliverySession(dialogue)) {
            TlsLayer layer = layers.computeIfAbsent(tls, wanted -> new Tls(wanted.certificates(), wanted.protocols()));
            dialogue.open(new OpeningPolicy(
                    configuration.bind(),
                    configuration.heloName(),
                    tls.startTls(),
                    false,
                    tls.implicit() ? layer : null,
                    layer,
                    heard));
            Credentials credentials = configuration.credentials();
            if (credentials != null) {
                session.authenticate(credentials, route.tls().isWanted());
            }
            return work.in(session);
        } finally {
            open.remove(dialogue);
        }
    }

    private static DeliveryOutcome outcome(Map<Recipient, RecipientResult> results, @Nullable String inClearBecause) {
        return new DeliveryOutcome(results, contact(results), inClearBecause);
    }

    // A session that broke off within a transaction may have done so over this one message.
    private static Contact contact(Map<Recipient, RecipientResult> results) {
        return results.values().stream().allMatch(Unanswered.class::isInstance) ? Contact.NONE : Contact.HEARD;
    }

    private static DeliveryOutcome outcome(Envelope envelope, SessionLost lost, @Nullable String inClearBecause) {
        Map<Recipient, RecipientResult> results = new LinkedHashMap<>();
        envelope.recipients().forEach(recipient -> results.put(recipient, lost.resultAt(lost.stage())));
        return new DeliveryOutcome(results, lost.contact(), inClearBecause);
    }

    /** Idempotent. Every message under way ends as unanswered; waits up to two seconds for the sockets. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        open.forEach(dialogue -> dialogue.end(Reason.CLOSED, "this server is stopping"));
        Future<?> terminated = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
