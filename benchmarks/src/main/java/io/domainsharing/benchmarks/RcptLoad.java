// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.JamesServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * RCPT at a real James with the packaged JAR, beside a stock James in the same run. Rounds alternate, and what counts is
 * the median of the rounds' ratios, since the machine has other users.
 */
final class RcptLoad {
    private static final int CONNECTIONS = 20;
    private static final int ROUNDS = 25;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final Duration LATENCY_ROUND = Duration.ofSeconds(6);
    /** Of uncached recipients in a second: far more than a site meets, far less than two processors can. */
    private static final int OFFERED = 1_000;

    private static final int WAITING_SESSIONS = 200;
    private static final int SLOW_PEER_MILLIS = 300;
    private static final int REMOTE_ADDRESSES = 200;

    private static final Set<Integer> ACCEPTED = Set.of(250);
    private static final Set<Integer> ANY = Set.of(250, 451, 550);
    private static final Set<Integer> REFUSED = Set.of(550);

    private final Report report;
    private final RcptServers servers;

    private RcptLoad(Report report, RcptServers servers) {
        this.report = report;
        this.servers = servers;
    }

    /** @param scenarios letters, such as {@code abcde}, the order of which does not matter */
    static void run(Report report, String scenarios) {
        report.progress("rcpt: starting two James servers");
        try (RcptServers servers = RcptServers.start()) {
            RcptLoad load = new RcptLoad(report, servers);
            if (scenarios.contains("a")) {
                load.compare("a", "local", RcptServers.localRecipients());
            }
            if (scenarios.contains("b")) {
                load.compare("b", "cached remote", load.cachedRemote());
            }
            if (scenarios.contains("c")) {
                load.uncached();
            }
            if (scenarios.contains("d")) {
                load.blackHole();
            }
            if (scenarios.contains("e")) {
                load.waitingSessions();
            }
        }
    }

    /** Our server with these recipients beside the stock one with local ones. */
    private void compare(String scenario, String kind, Supplier<byte[]> recipients) {
        Supplier<byte[]> local = RcptServers.localRecipients();
        round(servers.stock, WARM_UP, local);
        round(servers.ours, WARM_UP, recipients);
        double[] rates = new double[ROUNDS];
        double[] costs = new double[ROUNDS];
        List<RcptRound> stock = new ArrayList<>();
        List<RcptRound> ours = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            boolean stockFirst = i % 2 == 0;
            if (stockFirst) {
                stock.add(round(servers.stock, ROUND, local));
            }
            ours.add(round(servers.ours, ROUND, recipients));
            if (!stockFirst) {
                stock.add(round(servers.stock, ROUND, local));
            }
            rates[i] = ours.get(i).perSecond() / stock.get(i).perSecond();
            costs[i] = ours.get(i).serverCpuMicros() / stock.get(i).serverCpuMicros();
        }
        String name = "rcpt " + scenario + ": " + kind + " recipients, 20 connections, ";
        report.add(name + "stock", figures(stock));
        report.add(name + "ours", figures(ours));
        Distribution ratio = Distribution.of(rates);
        report.add(name + "rate, ours/stock", ratio.toRatio(), ">= 0.95", ratio.median() >= 0.95);
        report.add(name + "CPU per RCPT, ours/stock", Distribution.of(costs).toRatio());
    }

    private static RcptRound round(JamesServer server, Duration time, Supplier<byte[]> recipients) {
        return RcptRound.run(server, CONNECTIONS, time, recipients, ACCEPTED);
    }

    private static String figures(List<RcptRound> rounds) {
        double rate = Distribution.of(
                        rounds.stream().mapToDouble(RcptRound::perSecond).toArray())
                .median();
        double cpu = Distribution.of(
                        rounds.stream().mapToDouble(RcptRound::serverCpuMicros).toArray())
                .median();
        return String.format(Locale.ROOT, "%.0f/s, %.0f us of server CPU each", rate, cpu);
    }

    private Supplier<byte[]> cachedRemote() {
        // As long as the local ones: James writes out all recipients of a mail for each command of it.
        Recipients remote = new Recipients(REMOTE_ADDRESSES, i -> "p1-" + (1_000 + i) + '@' + RcptServers.DOMAIN);
        try (RcptClient client = RcptClient.connect(servers.ours.endpoints().smtpAddress())) {
            for (int i = 0; i < remote.count(); i++) {
                int code = client.send(remote.get());
                if (code != 250) {
                    throw new IllegalStateException("a peer's address got " + code);
                }
            }
        }
        return remote;
    }

    private void uncached() {
        Supplier<byte[]> fresh = Recipients.fresh("p1", "p2", "p3");
        RcptRound.run(servers.ours, CONNECTIONS, WARM_UP, fresh, ACCEPTED);
        for (int connections : List.of(1, CONNECTIONS)) {
            RcptRound stock =
                    RcptRound.run(servers.stock, connections, LATENCY_ROUND, RcptServers.localRecipients(), ACCEPTED);
            RcptRound ours = RcptRound.run(servers.ours, connections, LATENCY_ROUND, fresh, ACCEPTED);
            String name = "rcpt c: three live peers, " + connections + " connection" + (connections > 1 ? "s, " : ", ");
            report.add(name + "stock, local", stock.latency().toMillis() + rate(stock));
            report.add(
                    name + "uncached",
                    ours.latency().toMillis() + rate(ours),
                    "p50 < 3 ms",
                    ours.latency().millis(50) < 3);
        }
        RcptRound offered = RcptRound.run(
                servers.ours, CONNECTIONS, Pace.offered(OFFERED, CONNECTIONS), LATENCY_ROUND, fresh, ACCEPTED);
        report.add(
                "rcpt c: three live peers, 20 connections that offer " + OFFERED + "/s, uncached",
                offered.latency().toMillis() + rate(offered),
                "p50 < 3 ms",
                offered.latency().millis(50) < 3);
    }

    private void blackHole() {
        servers.peers.get(2).keepSilent();
        Supplier<byte[]> fresh = Recipients.fresh("p1", "p2", "nobody");
        // The breaker opens after three silent questions in a row; each takes its time-out.
        RcptRound.run(servers.ours, CONNECTIONS, Duration.ofSeconds(8), fresh, ANY);
        for (int connections : List.of(1, CONNECTIONS)) {
            RcptRound round =
                    RcptRound.run(servers.ours, connections, LATENCY_ROUND.multipliedBy(2), fresh, Set.of(250, 451));
            report.add(
                    "rcpt d: one of three peers black-holed, breaker open, " + connections + " connection"
                            + (connections > 1 ? "s" : ""),
                    round.latency().toMillis() + rate(round),
                    "p99 < 20 ms",
                    round.latency().millis(99) < 20);
        }
        servers.peers.get(2).answerAtOnce();
    }

    private static String rate(RcptRound round) {
        return String.format(Locale.ROOT, "; %.0f/s, %.0f us CPU", round.perSecond(), round.serverCpuMicros());
    }

    private void waitingSessions() {
        Supplier<byte[]> local = RcptServers.localRecipients();
        // Lets the breaker of the scenario before notice that the peer is back.
        RcptRound.run(servers.ours, 1, Duration.ofSeconds(8), Recipients.fresh("nobody"), ANY);
        servers.peers.get(2).answerAfter(SLOW_PEER_MILLIS);
        List<Double> ratios = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> busy = new ArrayList<>();
        ExecutorService beside = Executors.newSingleThreadExecutor(RcptRound::daemon);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                double alone = p99(local);
                var waiting = CompletableFuture.supplyAsync(
                        () -> RcptRound.run(
                                servers.ours,
                                WAITING_SESSIONS,
                                Pace.closedLoopSpreadOver(Duration.ofMillis(SLOW_PEER_MILLIS)),
                                ROUND.plusSeconds(2),
                                Recipients.fresh("nobody"),
                                REFUSED),
                        beside);
                RcptRound.run(servers.ours, 1, Duration.ofSeconds(1), local, ACCEPTED);
                double among = p99(local);
                waiting.join();
                idle.add(alone);
                busy.add(among);
                ratios.add(among / alone);
            }
        } finally {
            beside.shutdownNow();
            servers.peers.get(2).answerAtOnce();
        }
        Distribution ratio = of(ratios);
        report.add(
                "rcpt e: local RCPT p99 on an idle server", String.format(Locale.ROOT, "%.2f ms", of(idle).median()));
        report.add(
                "rcpt e: the same beside 200 sessions that wait 300 ms for each RCPT",
                String.format(Locale.ROOT, "%.2f ms", of(busy).median()));
        report.add("rcpt e: p99, beside waiting sessions/idle", ratio.toRatio(), "<= 2", ratio.median() <= 2);
    }

    private double p99(Supplier<byte[]> local) {
        return RcptRound.run(servers.ours, 1, ROUND, local, ACCEPTED).latency().millis(99);
    }

    private static Distribution of(List<Double> values) {
        return Distribution.of(values.stream().mapToDouble(d -> d).toArray());
    }
}
