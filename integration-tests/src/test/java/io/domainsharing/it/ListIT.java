// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One list on three servers, each with members of its own: twenty people, listed where they live, elsewhere, or on several
 * servers at once, and somebody outside. Whatever way a post comes, everybody gets it once.
 */
@Tag("D9")
@ExtendWith(NoLeftovers.class)
class ListIT {
    private static final String LIST = "all@example.com";
    private static final String STAFF = "staff@example.com";
    private static final String PARTNERS = "partners@example.com";
    private static final String OUTSIDER = "guest@elsewhere.example";
    private static final String STRANGER = "ann@example.net";
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final JamesServer PARIS = JamesServer.extended("paris-lists", "127.0.1.131");
    private static final JamesServer TOKYO = JamesServer.extended("tokyo-lists", "127.0.1.132");
    private static final JamesServer AUSTIN = JamesServer.extended("austin-lists", "127.0.1.133");

    /** Who lives where, and whose lists have whom: p, t and a for the three servers. */
    private static final Map<String, String> LISTED = new TreeMap<>(Map.ofEntries(
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

    private static final List<JamesServer> SERVERS = List.of(PARIS, TOKYO, AUSTIN);
    private static SmtpSink world;
    private static TcpGate austinsDoor;
    /** A James without its groups, as it is until a test has made them, says no to the list. */
    private static UdpGate parisAsksAustin;

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
        SERVERS.forEach(ListIT::populate);
        austinsDoor.open();
    }

    @AfterAll
    static void stop() {
        austinsDoor.close();
        parisAsksAustin.close();
        SERVERS.forEach(JamesServer::close);
        world.close();
    }

    @Test
    void postFromInsideShouldReachEveryMemberOnce() {
        try (SmtpSession session = submission(PARIS, "p1@example.com")) {
            handIn(session, "inside", "body of inside", LIST);
        }

        assertEverybodyHasIt("inside", 1);
        assertThat(outside("inside")).as("the guest on two lists").hasSize(1);
    }

    @Test
    void postFromOutsideShouldReachEveryMemberOnce() {
        post(TOKYO, "outside", "body of outside", LIST);

        assertEverybodyHasIt("outside", 1);
        assertThat(outside("outside")).hasSize(1);
        String copy = inbox("a1").await("Subject: outside");
        assertThat(copy).as("what the servers tell each other").doesNotContain("X-Domain-Sharing-List");
    }

    @Test
    void postWithoutDateAndMessageIdShouldReachEveryMemberOnceAndAgainWhenItIsPostedAgain() {
        for (int times = 1; times <= 2; times++) {
            try (SmtpSession session = ThreeServers.stranger(PARIS)) {
                assertThat(session.rcpt(LIST).code()).isEqualTo(250);
                assertThat(session.data("Subject: report\n\nall is well\n").code())
                        .isEqualTo(250);
            }
        }

        assertEverybodyHasIt("report", 2);
    }

    @Test
    void postThatComesToTwoServersAtOnceShouldReachEveryMemberOnce() {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> post(PARIS, "twice", "body of twice", LIST)),
                        CompletableFuture.runAsync(() -> post(TOKYO, "twice", "body of twice", LIST)))
                .join();

        assertEverybodyHasIt("twice", 1);
    }

    @Test
    void memberWhoIsWrittenToBesidesTheListShouldGetOneCopy() {
        post(PARIS, "besides", "body of besides", "t2@example.com", LIST, "p1@example.com");

        assertEverybodyHasIt("besides", 1);
    }

    @Test
    void memberOutsideWhoIsOnTwoListsAndWrittenToBesidesThemShouldGetOneCopy() {
        PARIS.webAdmin().group(PARTNERS, OUTSIDER);
        try (SmtpSession session = submission(PARIS, "p1@example.com")) {
            handIn(session, "guest", "body of guest", LIST, PARTNERS, OUTSIDER);
        }

        assertEverybodyHasIt("guest", 1);
        assertThat(outside("guest")).hasSize(1);
    }

    @Test
    void operatorShouldNotBeToldThatAMailetIsMissing() {
        assertThat(PARIS.log()).contains("Domain Sharing is on").doesNotContain("is in no processor");
    }

    @Test
    void bothShouldGetThroughWhenAnOutsiderReusesAMessageId() {
        post(AUSTIN, "reused", "what the true sender wrote", LIST);
        post(PARIS, "reused", "what the outsider wrote", LIST);

        assertEverybodyHasIt("reused", 2);
        for (String text : List.of("what the true sender wrote", "what the outsider wrote")) {
            assertThat(inbox("t5").messagesWith(text)).hasSize(1);
        }
    }

    @Test
    void forgedMarkShouldNotKeepAPostFromAnybody() {
        try (SmtpSession session = ThreeServers.stranger(PARIS)) {
            assertThat(session.rcpt(LIST).code()).isEqualTo(250);
            assertThat(session.data("X-Domain-Sharing-List: copy=list; list=" + LIST + "\n"
                                    + "X-Domain-Sharing: node=tokyo-lists; peer=paris-lists; hop=2\n"
                                    + text("forged", "body of forged"))
                            .code())
                    .isEqualTo(250);
        }

        assertEverybodyHasIt("forged", 1);
    }

    @Test
    void postShouldReachEveryMemberWhenItComesToTheServerThatHasNoSuchList() {
        for (JamesServer server : List.of(TOKYO, AUSTIN)) {
            for (String member : List.of("t1@example.com", "a1@example.com", "p1@example.com")) {
                server.webAdmin().group(STAFF, member);
            }
        }
        TOKYO.webAdmin().group(STAFF, "t2@example.com");
        AUSTIN.webAdmin().group(STAFF, "a2@example.com");

        post(PARIS, "staff", "body of staff", STAFF);

        assertCounts("staff", Map.of("t1", 1, "t2", 1, "a1", 1, "a2", 1, "p1", 1, "p2", 0));
    }

    @Test
    @Tag("L2")
    void nobodyShouldLoseAPostWhenAServerIsDownWhileItComes() {
        austinsDoor.shut();
        parisAsksAustin.drop(true);
        AUSTIN.kill();

        post(PARIS, "outage", "body of outage", LIST);
        assertCounts("outage", Map.of("p1", 1, "p4", 1, "p7", 1, "t1", 1, "t2", 1, "t4", 1));
        Awaitility.await("the copy for austin waits")
                .until(() -> PARIS.webAdmin().queueSize("domain-sharing-undetermined")
                                + PARIS.webAdmin().queueSize("domain-sharing-austin-lists")
                        > 0);
        AUSTIN.start();
        populate(AUSTIN);
        austinsDoor.open();
        parisAsksAustin.drop(false);

        assertEverybodyHasIt("outage", 1);
        assertThat(outside("outage")).hasSize(1);
    }

    private static void populate(JamesServer server) {
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

    private static void post(JamesServer server, String subject, String body, String... recipients) {
        try (SmtpSession session = SmtpSession.connect(server.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail(STRANGER);
            handIn(session, subject, body, recipients);
        }
    }

    private static void handIn(SmtpSession session, String subject, String body, String... recipients) {
        for (String recipient : recipients) {
            assertThat(session.rcpt(recipient).code()).as(recipient).isEqualTo(250);
        }
        assertThat(session.data(text(subject, body)).code()).isEqualTo(250);
    }

    private static String text(String subject, String body) {
        return "From: " + STRANGER + "\nTo: " + LIST + "\nSubject: " + subject + "\nMessage-ID: <" + subject
                + "@example.net>\nDate: Thu, 1 Jan 2026 12:00:00 +0000\n\n" + body + "\n";
    }

    private static void assertEverybodyHasIt(String subject, int copies) {
        Map<String, Integer> expected = new TreeMap<>();
        LISTED.keySet().forEach(name -> expected.put(name, copies));
        assertCounts(subject, expected);
    }

    private static void assertCounts(String subject, Map<String, Integer> expected) {
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

    private static Map<String, Integer> counts(String subject, Map<String, Integer> members) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : members.keySet()) {
            counts.put(
                    name,
                    inbox(name).messagesWith("Subject: " + subject + "\r\n").size());
        }
        return counts;
    }

    private static ImapMailbox inbox(String name) {
        JamesServer home = SERVERS.stream()
                .filter(server -> server.name().charAt(0) == name.charAt(0))
                .findFirst()
                .orElseThrow();
        return home.inbox(name + "@example.com", PASSWORD);
    }

    private static List<SmtpSink.Mail> outside(String subject) {
        Stream<SmtpSink.Mail> mails = world.mails().stream()
                .filter(mail -> mail.recipients().contains(OUTSIDER))
                .filter(mail -> mail.content().contains("\nSubject: " + subject + "\n"));
        return mails.toList();
    }
}
