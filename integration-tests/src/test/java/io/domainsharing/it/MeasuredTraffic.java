// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.MeasuredServer.FULL;
import static io.domainsharing.it.MeasuredServer.HOST;
import static io.domainsharing.it.MeasuredServer.LOCAL;
import static io.domainsharing.it.MeasuredServer.OSLO;
import static io.domainsharing.it.MeasuredServer.STRANGER;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What moves nearly every metric of a {@link MeasuredServer}. */
final class MeasuredTraffic {
    private static final int PATIENCE_MILLIS = 2_000;

    private final MeasuredServer server;
    private final JamesServer metz;
    private int guests;

    MeasuredTraffic(MeasuredServer server) {
        this.server = server;
        this.metz = server.metz;
    }

    /** Everything once; what takes its time is waited for. What is seen at the end. */
    Scrape run() {
        senders();
        commands();
        queries();
        memory();
        mail();
        conflict();
        strangeDatagrams();
        return badMoment();
    }

    private void senders() {
        try (SmtpSession session = SmtpSession.connect(metz.endpoints().smtpAddress(), STRANGER)) {
            session.ehlo();
            session.mail("nobody@example.com");
            session.mail("denied@example.com");
            session.mail(LOCAL);
            for (String recipient :
                    List.of("nobody@example.com", "denied@example.com", "full-there@example.com", LOCAL)) {
                session.rcpt(recipient);
            }
        }
    }

    private void commands() {
        try (SmtpSession peer = SmtpSession.connect(metz.endpoints().smtpAddress(), OSLO)) {
            for (String address : List.of(LOCAL, "nobody@example.com", FULL, "<>", "bob@away.example")) {
                peer.send("VRFY " + address);
            }
        }
        try (SmtpSession customer = SmtpSession.connect(metz.endpoints().smtpAddress(), STRANGER)) {
            customer.send("ETRN away.example");
            customer.ehlo();
            for (String node : List.of("away.example", "other.example", "")) {
                customer.send("ETRN " + node);
            }
        }
    }

    private void queries() {
        try {
            for (String mailbox : List.of(LOCAL, FULL, "nobody@example.com")) {
                MingerByHand.ask(OSLO, metz, mailbox);
            }
            MingerByHand.send(OSLO, metz, LOCAL + " d=" + MingerByHand.digestWith("wrong", LOCAL), PATIENCE_MILLIS);
            MingerByHand.send(OSLO, metz, LOCAL + "  d=", PATIENCE_MILLIS);
            MingerByHand.ask(STRANGER, metz, LOCAL);
            try (DatagramSocket flood = new DatagramSocket(new InetSocketAddress(HOST, 0))) {
                flood.send(MingerByHand.packet(metz, ""));
                for (int i = 0; i < 100; i++) {
                    flood.send(MingerByHand.packet(metz, LOCAL));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void memory() {
        until("domain_sharing_cache_lookups_total{outcome=\"hit\"}", () -> rcpt("yes@example.com", "yes@example.com"));
        until(
                "domain_sharing_cache_lookups_total{outcome=\"hit_unknown\"}",
                () -> rcpt("nobody@example.com", "nobody@example.com"));
        until("domain_sharing_cache_refreshes_total", () -> rcpt("yes@example.com"));
        until("domain_sharing_cache_forgotten_total{reason=\"evicted\"}", () -> {
            for (int i = 0; i < 10; i++) {
                rcpt("yes-" + guests++ + "@example.com");
            }
        });
        until("domain_sharing_cache_forgotten_total{reason=\"expired\"}", () -> rcpt("yes-late@example.com"));
    }

    private void mail() {
        send("to-oslo", "yes-mail@example.com");
        until("domain_sharing_handover_recipients_total{outcome=\"delivered\"}", () -> {});
        send("moved", "moved@example.com");
        until("domain_sharing_rerouted_recipients_total", () -> {});
        until("domain_sharing_returned_recipients_total{reason=\"refused\"}", () -> {});
        send("round", "anybody@loop.example");
        send("away", "anybody@away.example");
        until("domain_sharing_returned_recipients_total{reason=\"expired\"}", () -> {});
    }

    private void conflict() {
        server.oslo.script(query -> query.status(5));
        until("domain_sharing_open_conflicts", () -> metz.webAdmin().send("POST", "/domain-sharing/conflicts", ""));
        server.oslo.script(MeasuredServer::answer);
    }

    private void strangeDatagrams() {
        rcpt("rubbish@example.com", "forged@example.com", "anybody@unasked.example");
    }

    /** What does not last, all of it at one moment: oslo is down, mail waits, and something is remembered. */
    private Scrape badMoment() {
        // To all of its own addresses: one that answers for any of them is up.
        server.oslo.script(query -> {
            if (!query.mailbox().endsWith("@example.com")) {
                MeasuredServer.answer(query);
            }
        });
        return until(
                List.of(
                        "domain_sharing_peer_state{peer=\"oslo\",state=\"down\"}",
                        "domain_sharing_waiting_mails",
                        "domain_sharing_oldest_waiting_mail_timestamp_seconds",
                        "domain_sharing_handover_failing",
                        "domain_sharing_undetermined_mails",
                        "domain_sharing_findings{severity=\"warning\"}",
                        "domain_sharing_cache_entries{kind=\"owner\"}",
                        "domain_sharing_cache_entries{kind=\"unknown\"}"),
                () -> {
                    rcpt("silent-" + guests++ + "@example.com", "yes@near.example", "nobody@near.example");
                    send("away", "anybody@away.example");
                    send("undetermined", "alias@example.com");
                });
    }

    private void until(String metric, Runnable traffic) {
        Scrape unused = until(List.of(metric), traffic);
    }

    private Scrape until(List<String> metrics, Runnable traffic) {
        return await(metrics.toString())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            traffic.run();
                            return server.scrape();
                        },
                        scrape -> metrics.stream().allMatch(scrape::hasMoved));
    }

    private void rcpt(String... recipients) {
        try (SmtpSession session = ThreeServers.stranger(metz)) {
            for (String recipient : recipients) {
                session.rcpt(recipient);
            }
        }
    }

    private void send(String subject, String recipient) {
        try (SmtpSession session = ThreeServers.stranger(metz)) {
            SmtpReply reply = session.rcpt(recipient);
            if (reply.code() != 250) {
                throw new IllegalStateException(recipient + ": " + reply);
            }
            session.data(ThreeServers.message(subject));
        }
    }
}
