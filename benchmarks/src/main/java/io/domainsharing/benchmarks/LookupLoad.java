// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.DebianPackage;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Secret;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpClientConfiguration;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Look-ups of existing accounts over real servers, {@value #IN_FLIGHT} in flight: RCPT with and without using connections
 * again, against the same Postfix and the same James, and Minger against that James. Rounds in turn.
 */
final class LookupLoad {
    private static final int IN_FLIGHT = 10;
    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private LookupLoad() {}

    /** Asks about one account; true: it is there. */
    @FunctionalInterface
    private interface Way {
        CompletionStage<Boolean> ask(String account);
    }

    /** What came of one way in all its rounds. */
    private static final class Measured {
        private final List<long[]> nanos = new ArrayList<>();
        private final List<Double> perSecond = new ArrayList<>();

        @Override
        public String toString() {
            double[] rates = perSecond.stream().mapToDouble(Double::doubleValue).toArray();
            return String.format(
                    Locale.ROOT,
                    "%.0f/s, %s",
                    Distribution.of(rates).median(),
                    Distribution.ofNanos(nanos).toMillis());
        }
    }

    static void run(Report report) {
        try (LookupServers servers = LookupServers.start();
                HostResolver resolver = HostResolver.ofSystem();
                SmtpClient reusing = smtp(resolver, SmtpClientConfiguration.DEFAULT_QUESTIONS);
                SmtpClient single = smtp(resolver, 1);
                MingerClient minger = MingerClient.create(MingerClientConfiguration.of(resolver))) {
            Map<String, Way> ways = new LinkedHashMap<>();
            InetSocketAddress postfix = servers.postfix();
            if (postfix == null) {
                DebianPackage.POSTFIX.obstacle().ifPresent(report::progress);
            } else {
                ways.put("RCPT at Postfix, connections used again", rcpt(reusing, postfix));
                ways.put("RCPT at Postfix, one connection for each", rcpt(single, postfix));
            }
            ways.put(
                    "RCPT at James, connections used again",
                    rcpt(reusing, servers.james().smtpAddress()));
            ways.put(
                    "RCPT at James, one connection for each",
                    rcpt(single, servers.james().smtpAddress()));
            MingerServer server = new MingerServer(
                    servers.james().host(), servers.james().minger(), new Secret(servers.mingerSecret()));
            ways.put("Minger at James", account -> minger.ask(server, Mailbox.parse(account))
                    .thenApply(outcome -> outcome instanceof MingerOutcome.Answered answered
                            && answered.status() == MingerStatus.EXISTS));
            measure(report, ways);
        }
    }

    private static void measure(Report report, Map<String, Way> ways) {
        ways.forEach((name, way) -> round(name, way, WARM_UP, new Measured()));
        Map<String, Measured> all = new LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            ways.forEach((name, way) -> round(name, way, ROUND, all.computeIfAbsent(name, added -> new Measured())));
        }
        all.forEach((name, measured) -> report.add("look-up: " + name, measured.toString()));
    }

    private static SmtpClient smtp(HostResolver resolver, int questions) {
        return SmtpClient.create(
                SmtpClientConfiguration.of(resolver, "asker.example.net").withConnections(IN_FLIGHT, questions));
    }

    private static Way rcpt(SmtpClient client, InetSocketAddress address) {
        SmtpServer server = new SmtpServer(address.getHostString(), address.getPort());
        return account -> client.ask(server, new SmtpCommand.Rcpt(account))
                .thenApply(outcome -> outcome instanceof SmtpOutcome.Answered answered
                        && answered.reply().code() == 250);
    }

    private static void round(String name, Way way, Duration time, Measured measured) {
        Semaphore room = new Semaphore(IN_FLIGHT);
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        LongAdder failed = new LongAdder();
        long start = System.nanoTime();
        for (int i = 0; System.nanoTime() - start < time.toNanos(); i++) {
            room.acquireUninterruptibly();
            long asked = System.nanoTime();
            var unused = way.ask(LookupServers.account(i % LookupServers.ACCOUNTS))
                    .whenComplete((isThere, failure) -> {
                        nanos.add(System.nanoTime() - asked);
                        if (!Boolean.TRUE.equals(isThere)) {
                            failed.increment();
                        }
                        room.release();
                    });
        }
        room.acquireUninterruptibly(IN_FLIGHT);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (failed.sum() > 0) {
            throw new IllegalStateException(name + ": " + failed.sum() + " look-ups without the right answer");
        }
        measured.nanos.add(nanos.stream().mapToLong(Long::longValue).toArray());
        measured.perSecond.add(nanos.size() / seconds);
    }
}
