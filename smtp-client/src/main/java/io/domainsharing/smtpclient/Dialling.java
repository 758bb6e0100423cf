// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A new session for one exchange: the host's addresses are tried in order until one can be asked, each with its share of the
 * time left. Belongs to its event loop.
 */
final class Dialling {
    private final SmtpClientConfiguration configuration;
    private final OpeningPolicy policy;
    private final EventLoop loop;
    private final SmtpServer server;
    private final ExchangeInFlight asking;
    private final Consumer<Connection> ready;
    private final Consumer<NoAnswer> failed;
    private @Nullable Connection current;
    private @Nullable NoAnswer refusal;
    private boolean ended;

    /** One of {@code ready} and {@code failed} is called, once, unless it is cancelled before. */
    Dialling(
            SmtpClientConfiguration configuration,
            TlsLayer tls,
            EventLoop loop,
            SmtpServer server,
            ExchangeInFlight asking,
            Consumer<Connection> ready,
            Consumer<NoAnswer> failed) {
        this.configuration = configuration;
        StartTls startTls = server.requiredTls() == null ? configuration.startTls() : StartTls.REQUIRED;
        this.policy = new OpeningPolicy(
                configuration.bind(), configuration.heloName(), startTls, true, null, tls, configuration.heard());
        this.loop = loop;
        this.server = server;
        this.asking = asking;
        this.ready = ready;
        this.failed = failed;
    }

    void start() {
        configuration
                .resolver()
                .resolve(server.host())
                .whenComplete((addresses, failure) -> asking.onLoop(() -> {
                    if (failure != null) {
                        fail(new NoAnswer(
                                Reason.UNRESOLVABLE,
                                "host '" + server.host() + "' has no address that DNS would tell"));
                    } else {
                        dial(addresses);
                    }
                }));
    }

    void cancel() {
        ended = true;
        if (current != null) {
            current.end(Reason.CLOSED, "abandoned");
        }
    }

    private void dial(List<InetAddress> addresses) {
        if (ended) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(addresses.get(0), server.port());
        Duration share = asking.left().dividedBy(addresses.size());
        Duration step = share.compareTo(configuration.step()) < 0 ? share : configuration.step();
        Connection connection = new Connection(loop, server, address, step);
        current = connection;
        connection.setOwner(end -> lost(end.noAnswer(), addresses.subList(1, addresses.size())));
        new Opening(policy, connection, server, step, () -> succeed(connection)).start();
    }

    // A server that was there and would not be asked says more than the silence of its other addresses.
    private void lost(NoAnswer end, List<InetAddress> others) {
        if (end.reason() == Reason.REFUSED && refusal == null) {
            refusal = end;
        }
        if (others.isEmpty()) {
            fail(refusal == null ? end : refusal);
        } else {
            dial(others);
        }
    }

    private void succeed(Connection connection) {
        if (!ended) {
            ended = true;
            connection.setStep(configuration.step());
            ready.accept(connection);
        }
    }

    private void fail(NoAnswer end) {
        if (!ended) {
            ended = true;
            failed.accept(end);
        }
    }
}
