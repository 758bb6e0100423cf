// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.ResponseReading;
import io.domainsharing.minger.client.MingerClientMetrics.DropReason;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;
import io.domainsharing.minger.client.MingerOutcome.Reason;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One query in flight, from its entry into the client's table to its only exit, {@link #finish}. Its state belongs to
 * one event loop; {@link #finish} may be called by any thread.
 */
final class Inquiry {
    private final MingerClientConfiguration configuration;
    private final EventLoop loop;
    private final MingerServer server;
    private final Asked asking;
    private final Spelling spelling;
    private final OwnNonces nonces;
    private final Consumer<Inquiry> leave;
    private final CompletableFuture<MingerOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean finished = new AtomicBoolean();

    /** What is left to try, in order; an unreachable address leaves. */
    private final List<InetAddress> addresses = new ArrayList<>();

    private final Map<InetAddress, QuerySocket> sockets = new LinkedHashMap<>();
    private int attempt;
    private boolean isServerHeard;
    private boolean isPlainToo;
    private @Nullable MingerStatus unproven;
    private @Nullable InetAddress asked;
    private @Nullable Future<?> tryTimer;
    private @Nullable Future<?> budgetTimer;
    private @Nullable Future<?> plainTimer;

    Inquiry(
            MingerClientConfiguration configuration,
            EventLoop loop,
            Asked asking,
            OwnNonces nonces,
            Consumer<Inquiry> leave) {
        this.configuration = configuration;
        this.loop = loop;
        this.server = asking.server();
        this.asking = asking;
        this.spelling = asking.spelling();
        this.nonces = nonces;
        this.leave = leave;
    }

    CompletionStage<MingerOutcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    void start(Duration budget) {
        onLoop(() -> {
            budgetTimer = loop.schedule(() -> timeOut(budget), budget.toNanos(), TimeUnit.NANOSECONDS);
            if (asking.mayGoPlainly() && isSecondTryLate(budget)) {
                plainTimer = loop.schedule(this::askPlainlyToo, earlier(budget).toNanos(), TimeUnit.NANOSECONDS);
            }
        });
        configuration
                .resolver()
                .resolve(server.host())
                .whenComplete((found, failure) -> onLoop(() -> {
                    if (failure != null) {
                        noAnswer(
                                Reason.UNRESOLVABLE, "host '" + server.host() + "' has no address that DNS would tell");
                    } else {
                        addresses.addAll(found);
                        tryNext();
                    }
                }));
    }

    // Whoever answers nothing but queries without proof needs time to answer one.
    private boolean isSecondTryLate(Duration budget) {
        return configuration.attempts() == 1 || configuration.timeout().compareTo(budget.dividedBy(2)) > 0;
    }

    private Duration earlier(Duration budget) {
        Duration half = budget.dividedBy(2);
        Duration halfTry = configuration.timeout().dividedBy(2);
        return configuration.attempts() == 1 && halfTry.compareTo(half) < 0 ? halfTry : half;
    }

    private void askPlainlyToo() {
        isPlainToo = true;
        if (!finished.get()) {
            sockets.values().forEach(socket -> socket.send(socket.conversation().afterSilence()));
        }
    }

    private void timeOut(Duration elapsed) {
        if (unproven != null) {
            noAnswer(
                    Reason.TIMEOUT,
                    server + " answered (" + unproven.digit()
                            + ") without the proof that is required, which does not count");
            return;
        }
        if (isServerHeard) {
            sockets.values().stream()
                    .filter(socket -> socket.conversation().isRespelt())
                    .forEach(socket -> spelling.unmatched(socket.server()));
            noAnswer(Reason.UNMATCHED, server + " sent something, but no reply to this question");
            return;
        }
        noAnswer(
                Reason.TIMEOUT,
                attempt == 0
                        ? "host '" + server.host() + "' was not resolved within " + elapsed.toMillis() + " ms"
                        : server + " did not answer " + attempt + (attempt == 1 ? " query" : " queries"));
    }

    private void tryNext() {
        if (finished.get()) {
            return;
        }
        if (attempt == configuration.attempts()) {
            timeOut(configuration.timeout());
            return;
        }
        InetAddress address = addresses.get(attempt % addresses.size());
        attempt++;
        asked = address;
        tryTimer = loop.schedule(this::tryNext, configuration.timeout().toNanos(), TimeUnit.NANOSECONDS);
        QuerySocket socket = sockets.get(address);
        if (socket == null) {
            InetSocketAddress to = new InetSocketAddress(address, server.port());
            socket = new QuerySocket(this, to, conversation(to));
            sockets.put(address, socket);
            socket.open(loop, configuration.bind());
        } else {
            socket.send(socket.conversation().again());
        }
    }

    private Conversation conversation(InetSocketAddress to) {
        Mailbox spelt = spelling.of(asking.mailbox(), to);
        boolean isRespelt = !spelt.equals(asking.mailbox());
        return new Conversation(spelt, isRespelt, server.secret(), asking.proving(), nonces, isPlainToo || attempt > 1);
    }

    void sent() {
        configuration.metrics().sent(server);
    }

    /** A datagram came to a socket of this inquiry. */
    void received(InetSocketAddress from, QuerySocket socket, byte[] datagram) {
        if (finished.get()) {
            dropped(DropReason.LATE);
        } else if (!from.equals(socket.server())) {
            dropped(DropReason.FOREIGN);
        } else if (!(MingerResponse.read(datagram) instanceof ResponseReading.WellFormed reading)) {
            isServerHeard = true;
            dropped(DropReason.MALFORMED);
        } else if (!socket.conversation().isEchoedBy(reading.response().mailbox())) {
            isServerHeard = true;
            dropped(DropReason.OTHER_MAILBOX);
        } else {
            heard(from, socket, reading.response());
        }
    }

    private void heard(InetSocketAddress from, QuerySocket socket, MingerResponse response) {
        Conversation conversation = socket.conversation();
        MingerStatus status = response.status();
        switch (conversation.hear(response)) {
            case PROVEN -> finish(new Answered(status, socket.sinceSent(), from, true));
            case ANSWER, UNPROVEN, PLAINLY -> {
                finish(new Answered(status, socket.sinceSent(), from, false));
                spelling.answered(from, conversation.isRespelt(), status);
            }
            case ASK_PLAINLY -> socket.send(conversation.plainly());
            case REFUSED_BEFORE -> dropped(DropReason.LATE);
            case DROPPED -> {
                // No sign of life: anybody may have sent it.
                unproven = status;
                dropped(DropReason.UNPROVEN);
            }
        }
    }

    private void dropped(DropReason reason) {
        configuration.metrics().dropped(server, reason);
    }

    /** An address cannot be asked: the next one is, at once, as nothing was waited for. */
    void failed(QuerySocket socket, Throwable cause) {
        if (finished.get()) {
            return;
        }
        InetAddress address = socket.server().getAddress();
        if (cause instanceof ChannelException) {
            noAnswer(Reason.OVERLOADED, "no socket to ask " + server + ": " + cause.getMessage());
            return;
        }
        socket.close();
        addresses.remove(address);
        if (addresses.isEmpty()) {
            noAnswer(Reason.UNREACHABLE, server + " is unreachable: " + reason(cause));
        } else if (address.equals(asked)) {
            if (tryTimer != null) {
                tryTimer.cancel(false);
            }
            attempt--;
            tryNext();
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof PortUnreachableException
                ? "nobody listens on that port"
                : String.valueOf(cause.getMessage());
    }

    private void noAnswer(Reason reason, String detail) {
        finish(new NoAnswer(reason, detail));
    }

    /** The one place where an inquiry ends; later calls do nothing. */
    void finish(MingerOutcome result) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        leave.accept(this);
        onLoop(this::release);
        try {
            count(result);
        } finally {
            outcome.complete(result);
        }
    }

    private void count(MingerOutcome result) {
        if (result instanceof Answered answered) {
            configuration.metrics().answered(server, answered.status(), answered.roundTrip());
        } else if (result instanceof NoAnswer noAnswer) {
            configuration.metrics().notAnswered(server, noAnswer.reason());
        }
    }

    private void release() {
        if (tryTimer != null) {
            tryTimer.cancel(false);
        }
        if (budgetTimer != null) {
            budgetTimer.cancel(false);
        }
        if (plainTimer != null) {
            plainTimer.cancel(false);
        }
        sockets.values().forEach(socket -> {
            socket.close();
            socket.conversation().end(nonces);
        });
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
            return;
        }
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            // Loops refuse work only after close(), which closes the sockets too.
            noAnswer(Reason.CLOSED, "the Minger client was closed");
        }
    }
}
