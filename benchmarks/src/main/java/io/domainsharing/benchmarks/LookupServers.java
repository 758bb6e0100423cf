// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.DebianPackage;
import io.domainsharing.it.Endpoints;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.Postfix;
import io.domainsharing.it.Sharing;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A James with the packaged JAR, asked by Minger and by RCPT, and a Postfix where its package is unpacked; the same accounts. */
final class LookupServers implements AutoCloseable {
    static final int ACCOUNTS = 200;

    private static final String DOMAIN = "example.com";
    /** Without the wait for deliveries, of which there are none here (docs/adr/0013). */
    private static final String POSTFIX = "virtual_mailbox_domains = " + DOMAIN
            + "\nvirtual_mailbox_maps = hash:/etc/postfix/vmailbox\nin_flow_delay = 0";
    /** Trusted by James as a peer, so that it answers for itself and asks nobody. */
    private static final String ASKER = "127.0.0.1";

    private final JamesServer james = JamesServer.extended("bench-asked", "127.0.2.21");
    private @Nullable Postfix postfix;

    static LookupServers start() {
        LookupServers servers = new LookupServers();
        try {
            servers.startAll();
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    static String account(int i) {
        return "usr" + (1_000 + i) + '@' + DOMAIN;
    }

    private void startAll() {
        Sharing.PeerEntry asker = new Sharing.PeerEntry("asker", ASKER + ":25", 4069, secret(), ASKER + "/32");
        Sharing.join(DOMAIN, james, List.of(asker));
        james.conf().edit("domainsharing.xml", xml -> xml.set("minger/queriesPerSecondPerSource", "1000000")
                .set("accounts/whenPeerUnreachable", "allow")
                .set("lookup/budget", "400ms"));
        james.start();
        for (int i = 0; i < ACCOUNTS; i++) {
            james.webAdmin().user(account(i), "secret");
        }
        if (DebianPackage.POSTFIX.obstacle().isEmpty()) {
            postfix = Postfix.create("bench-postfix", "127.0.2.22")
                    .main(POSTFIX)
                    .table(
                            "vmailbox",
                            IntStream.range(0, ACCOUNTS)
                                    .mapToObj(i -> account(i) + " " + i + "/\n")
                                    .collect(Collectors.joining()))
                    .start();
        }
    }

    private String secret() {
        return Sharing.secretOf(james.name());
    }

    Endpoints james() {
        return james.endpoints();
    }

    /** What James wants with a query. */
    String mingerSecret() {
        return secret();
    }

    /** Null: the package is not there. */
    @Nullable
    InetSocketAddress postfix() {
        return postfix == null ? null : postfix.smtpAddress();
    }

    @Override
    public void close() {
        james.close();
        if (postfix != null) {
            postfix.close();
        }
    }
}
