// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.JamesServer;
import io.domainsharing.it.Sharing;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The two servers that are compared, both at once so that rounds can alternate: a stock James with ValidRcptHandler, and
 * one with the packaged JAR, whose three peers live in this process. The same JVM flags, accounts and log levels.
 */
final class RcptServers implements AutoCloseable {
    static final String DOMAIN = "example.com";

    private static final int ACCOUNTS = 200;
    /** The harness's flags are for servers that live for seconds. */
    private static final String[] FLAGS = {
        "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-Xms512m", "-Xmx1g"
    };

    final List<StandInPeer> peers = List.of(
            StandInPeer.start("p1", "127.0.2.1"),
            StandInPeer.start("p2", "127.0.2.2"),
            StandInPeer.start("p3", "127.0.2.3"));
    final JamesServer stock = JamesServer.stock("bench-stock", "127.0.2.10");
    final JamesServer ours = JamesServer.extended("bench-ours", "127.0.2.11");

    static RcptServers start() {
        RcptServers servers = new RcptServers();
        try {
            servers.configure();
            JamesServer.startAll(servers.stock, servers.ours);
            servers.createAccounts();
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private void configure() {
        Sharing.join(DOMAIN, ours, peers.stream().map(StandInPeer::entry).toList());
        // The times that a user gets, not the short ones of the tests.
        ours.conf().edit("domainsharing.xml", xml -> xml.set("lookup/timeout", "1s")
                .set("lookup/attempts", "3")
                .set("lookup/budget", "5s"));
        for (JamesServer server : List.of(stock, ours)) {
            server.conf().shippedLog();
            server.jvmFlags(flags());
        }
    }

    /** {@code -Dbenchmarks.jvm=...} adds flags, for a profile say. */
    private static String[] flags() {
        String more = System.getProperty("benchmarks.jvm", "");
        return more.isEmpty()
                ? FLAGS
                : Stream.concat(Stream.of(FLAGS), Stream.of(more.split(" ", -1)))
                        .toArray(String[]::new);
    }

    private void createAccounts() {
        // The stock sample names no domain of ours; the other server has it from its own configuration.
        stock.webAdmin().domain(DOMAIN);
        for (int i = 0; i < ACCOUNTS; i++) {
            stock.webAdmin().user(local(i), "secret");
            ours.webAdmin().user(local(i), "secret");
        }
    }

    /** RCPT lines of accounts that both servers have, in turn. */
    static Supplier<byte[]> localRecipients() {
        return new Recipients(ACCOUNTS, RcptServers::local);
    }

    private static String local(int i) {
        return "usr" + (1_000 + i) + '@' + DOMAIN;
    }

    @Override
    public void close() {
        peers.forEach(StandInPeer::close);
        stock.close();
        ours.close();
    }
}
