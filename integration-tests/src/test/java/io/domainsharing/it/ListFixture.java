// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * One list on three servers, each with members of its own: twenty people, listed where they live, elsewhere, or on several
 * servers at once, and somebody outside.
 */
abstract class ListFixture {
    static final String LIST = "all@example.com";
    static final String OUTSIDER = "guest@elsewhere.example";
    static final String STRANGER = "ann@example.net";
    static final Duration QUIET = Duration.ofSeconds(2);

    static final JamesServer PARIS = JamesServer.extended("paris-lists", "127.0.1.131");
    static final JamesServer TOKYO = JamesServer.extended("tokyo-lists", "127.0.1.132");
    static final JamesServer AUSTIN = JamesServer.extended("austin-lists", "127.0.1.133");

    /** Who lives where, and whose lists have whom: p, t and a for the three servers. */
    static final Map<String, String> LISTED = new TreeMap<>(Map.ofEntries(
            Map.entry("p1", "p"),
            Map.entry("p2", "p"),
            Map.entry("p3", "pta"),
            Map.entry("p4", "pt"),
            Map.entry("p5", "t"),
            Map.entry("p6", "a"),
            Map.entry("p7", "ta"),
            Map.entry("t1", "t"),
            Map.entry("t2", "pta"),
            Map.entry("t3", "ta"),
            Map.entry("t4", "p"),
            Map.entry("t5", "a"),
            Map.entry("t6", "pa"),
            Map.entry("t7", "tp"),
            Map.entry("a1", "a"),
            Map.entry("a2", "pta"),
            Map.entry("a3", "ap"),
            Map.entry("a4", "p"),
            Map.entry("a5", "t"),
            Map.entry("a6", "pt")));

    static final List<JamesServer> SERVERS = List.of(PARIS, TOKYO, AUSTIN);
    static SmtpSink world;
    static TcpGate austinsDoor;
    /** A James without its groups, as it is until a test has made them, says no to the list. */
    static UdpGate parisAsksAustin;

    @BeforeAll
    static void start() {
        world = SmtpSink.on("127.0.1.134");
        austinsDoor = new TcpGate(AUSTIN.endpoints().smtpAddress());
        parisAsksAustin = UdpGate.between(PARIS, AUSTIN);
        Sharing.join(
                "example.com", PARIS, List.of(Sharing.PeerEntry.of(TOKYO), parisAsksAustin.entry(austinsDoor.port())));
        Sharing.join(
                "example.com",
                TOKYO,
                List.of(Sharing.PeerEntry.of(PARIS), Sharing.PeerEntry.of(AUSTIN, austinsDoor.port())));
        Sharing.join("example.com", AUSTIN, List.of(Sharing.PeerEntry.of(PARIS), Sharing.PeerEntry.of(TOKYO)));
        for (JamesServer server : SERVERS) {
            server.conf().edit("domainsharing.xml", xml -> xml.set("lists/share", "true"));
            server.conf().edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world));
        }
        JamesServer.startAll(PARIS, TOKYO, AUSTIN);
        SERVERS.forEach(ListFixture::populate);
        austinsDoor.open();
    }

    @AfterAll
    static void stop() {
        austinsDoor.close();
        parisAsksAustin.close();
        SERVERS.forEach(JamesServer::close);
        world.close();
    }

    static void populate(JamesServer server) {
        WebAdmin admin = server.webAdmin();
        char home = server.name().charAt(0);
        LISTED.forEach((name, listed) -> {
            if (name.charAt(0) == home) {
                admin.user(name + "@example.com", PASSWORD);
            }
            if (listed.indexOf(home) >= 0) {
                admin.group(LIST, name + "@example.com");
            }
        });
        if (server != AUSTIN) {
            admin.group(LIST, OUTSIDER);
        }
    }

    static void post(JamesServer server, String subject, String body, String... recipients) {
        try (SmtpSession session = SmtpSession.connect(server.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail(STRANGER);
            handIn(session, subject, body, recipients);
        }
    }

    static void handIn(SmtpSession session, String subject, String body, String... recipients) {
        for (String recipient : recipients) {
            assertThat(session.rcpt(recipient).code()).as(recipient).isEqualTo(250);
        }
        assertThat(session.data(text(subject, body)).code()).isEqualTo(250);
    }

    static String text(String subject, String body) {
        return "From: " + STRANGER + "\nTo: " + LIST + "\nSubject: " + subject + "\nMessage-ID: <" + subject
                + "@example.net>\nDate: Thu, 1 Jan 2026 12:00:00 +0000\n\n" + body + "\n";
    }

    static void assertEverybodyHasIt(String subject, int copies) {
        Map<String, Integer> expected = new TreeMap<>();
        LISTED.keySet().forEach(name -> expected.put(name, copies));
        assertCounts(subject, expected);
    }

    static void assertCounts(String subject, Map<String, Integer> expected) {
        Map<String, Integer> sorted = new TreeMap<>(expected);
        Awaitility.await(subject)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(counts(subject, sorted)).isEqualTo(sorted));
        Awaitility.await(subject + ", and no more")
                .pollDelay(QUIET)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(counts(subject, sorted)).isEqualTo(sorted));
    }

    static Map<String, Integer> counts(String subject, Map<String, Integer> members) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : members.keySet()) {
            counts.put(
                    name,
                    inbox(name).messagesWith("Subject: " + subject + "\r\n").size());
        }
        return counts;
    }

    static ImapMailbox inbox(String name) {
        JamesServer home = SERVERS.stream()
                .filter(server -> server.name().charAt(0) == name.charAt(0))
                .findFirst()
                .orElseThrow();
        return home.inbox(name + "@example.com", PASSWORD);
    }

    static List<SmtpSink.Mail> outside(String subject) {
        return world.mails(subject).stream()
                .filter(mail -> mail.recipients().contains(OUTSIDER))
                .toList();
    }
}
