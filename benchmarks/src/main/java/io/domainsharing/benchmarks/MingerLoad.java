// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.client.MingerClientConfiguration;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.network.HostResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Our Minger responder beside a bare Netty UDP echo, each in a process of its own, and with signed queries beside plain ones; then our
 * client against the responder, plainly and with proofs.
 */
final class MingerLoad {
    private static final int WINDOW = 64;
    private static final int ROUNDS = 11;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration BUDGET = MingerClientConfiguration.DEFAULT_BUDGET;
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final List<String> FLAGS = List.of("-Xmx256m");

    private MingerLoad() {}

    /** Replies in a second, and processor time of the server for each. */
    private record Round(double perSecond, double cpuMicros) {}

    static void run(Report report) {
        byte[][] queries = IntStream.range(0, MingerTarget.ACCOUNTS)
                .mapToObj(i -> MingerQuery.of(Mailbox.parse(MingerTarget.account(i)), MingerTarget.SECRET)
                        .toBytes())
                .toArray(byte[][]::new);
        UdpWindow client = new UdpWindow(queries, WINDOW);
        try (ChildJvm echo = ChildJvm.start(FLAGS, MingerTarget.class, "echo");
                ChildJvm responder = ChildJvm.start(FLAGS, MingerTarget.class, "responder")) {
            int echoPort = Integer.parseInt(echo.line());
            int responderPort = Integer.parseInt(responder.line());
            round(client, echo, echoPort, WARM_UP);
            round(client, responder, responderPort, WARM_UP);
            double[] rates = new double[ROUNDS];
            double[] echoRates = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            double[] costs = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                Round reference = round(client, echo, echoPort, ROUND);
                Round ours = round(client, responder, responderPort, ROUND);
                echoRates[i] = reference.perSecond();
                rates[i] = ours.perSecond();
                ratios[i] = ours.perSecond() / reference.perSecond();
                costs[i] = ours.cpuMicros() / reference.cpuMicros();
            }
            report.add("minger: bare Netty UDP echo, window 64", perSecond(Distribution.of(echoRates)));
            report.add("minger: our responder, window 64", perSecond(Distribution.of(rates)));
            Distribution ratio = Distribution.of(ratios);
            report.add("minger: rate, responder/echo", ratio.toRatio(), ">= 0.5", ratio.median() >= 0.5);
            report.add(
                    "minger: server CPU for each query, responder/echo",
                    Distribution.of(costs).toRatio());
            report.add("minger: datagrams lost in all rounds", Long.toString(client.lost()));
            signed(report, client, responder, responderPort);
            lookUps(report, responderPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same responder, asked with digest alone and with a proof, in turn. */
    private static void signed(Report report, UdpWindow plain, ChildJvm responder, int port) throws IOException {
        ProofKeys keys = ProofKeys.of(MingerTarget.SECRET);
        SecureRandom random = new SecureRandom();
        UdpWindow signed = new UdpWindow(
                IntStream.range(0, MingerTarget.ACCOUNTS)
                        .mapToObj(i -> Mailbox.parse(MingerTarget.account(i)))
                        .map(mailbox -> MingerQuery.proven(
                                        mailbox, MingerTarget.SECRET, keys.ofQuery(mailbox, Nonce.fresh(random)))
                                .toBytes())
                        .toArray(byte[][]::new),
                WINDOW);
        round(signed, responder, port, WARM_UP);
        double[] ratios = new double[ROUNDS];
        double[] costs = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Round reference = round(plain, responder, port, ROUND);
            Round ours = round(signed, responder, port, ROUND);
            ratios[i] = ours.perSecond() / reference.perSecond();
            costs[i] = ours.cpuMicros() / reference.cpuMicros();
        }
        Distribution ratio = Distribution.of(ratios);
        report.add("minger: responder's rate, signed/plain", ratio.toRatio(), ">= 0.8", ratio.median() >= 0.8);
        report.add(
                "minger: server CPU for each query, signed/plain",
                Distribution.of(costs).toRatio());
    }

    private static Round round(UdpWindow client, ChildJvm server, int port, Duration time) throws IOException {
        Duration cpu = RcptRound.cpu(server.handle());
        long replies = client.run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), time);
        if (replies == 0) {
            throw new IllegalStateException("no reply at all");
        }
        double cpuMicros = RcptRound.cpu(server.handle()).minus(cpu).toNanos() / 1e3 / replies;
        return new Round(replies / (time.toNanos() / 1e9), cpuMicros);
    }

    private static String perSecond(Distribution rates) {
        return String.format(Locale.ROOT, "%.0f/s", rates.median());
    }

    /** Our client: a socket for each question, so this is slower than a window on one socket, on purpose. */
    private static void lookUps(Report report, int port) {
        MingerServer server = new MingerServer("127.0.0.1", port, MingerTarget.SECRET);
        try (HostResolver resolver = HostResolver.ofSystem();
                MingerClient client = MingerClient.create(MingerClientConfiguration.of(resolver))) {
            Proving proofs = Proving.of(ProofKeys.of(MingerTarget.SECRET), true);
            lookUps(client, server, Proving.NEVER, WARM_UP);
            lookUps(client, server, proofs, WARM_UP);
            double[] rates = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                rates[i] = lookUps(client, server, Proving.NEVER, ROUND);
                ratios[i] = lookUps(client, server, proofs, ROUND) / rates[i];
            }
            report.add("minger: look-ups of our client, 64 in flight", perSecond(Distribution.of(rates)));
            Distribution ratio = Distribution.of(ratios);
            report.add("minger: look-ups, signed/plain", ratio.toRatio(), ">= 0.8", ratio.median() >= 0.8);
        }
    }

    private static double lookUps(MingerClient client, MingerServer server, Proving proving, Duration time) {
        Semaphore room = new Semaphore(WINDOW);
        LongAdder answered = new LongAdder();
        LongAdder failed = new LongAdder();
        long start = System.nanoTime();
        for (int i = 0; System.nanoTime() - start < time.toNanos(); i++) {
            room.acquireUninterruptibly();
            Mailbox mailbox = Mailbox.parse(MingerTarget.account(i % MingerTarget.ACCOUNTS));
            var unused = client.ask(server, mailbox, BUDGET, proving).whenComplete((outcome, failure) -> {
                boolean right =
                        outcome instanceof MingerOutcome.Answered answer && answer.status() == MingerStatus.EXISTS;
                (right ? answered : failed).increment();
                room.release();
            });
        }
        room.acquireUninterruptibly(WINDOW);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (failed.sum() > 0) {
            throw new IllegalStateException(failed.sum() + " look-ups without the right answer");
        }
        return answered.sum() / seconds;
    }
}
