// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.fromAddress;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to mail inside one James whose peer answers, refuses, defers or is silent as the test says. */
@ExtendWith(NoLeftovers.class)
class PipelineIT extends PipelineFixture {
    private static final String UNDETERMINED = "domain-sharing-undetermined";

    @Test
    @Tag("O1")
    void matcherShouldMarkTheCopyForThePeerAndNoOther() {
        lyon.send("ann@example.net", "mark-peer", LOCAL, "marked@example.com");

        Awaitility.await().until(() -> lyon.taken("mark-peer").size() == 1);
        assertThat(headers(lyon.taken("mark-peer").get(0).content()))
                .contains(ON_PEER)
                .containsOnlyOnce("X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1");
        assertThat(headers(inbox().await("Subject: mark-peer")))
                .doesNotContain(ON_PEER)
                .doesNotContain("X-Domain-Sharing");
    }

    @Test
    @Tag("O1")
    void matcherShouldMarkMailOfAPeersSessionAndNoOther() {
        try (SmtpSession session = fromAddress(PEER_HOST, lyon.james)) {
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(session.data(message("mark-from-peer")).code()).isEqualTo(250);
        }
        lyon.send("ann@example.net", "mark-from-stranger", LOCAL);

        assertThat(headers(inbox().await("Subject: mark-from-peer"))).contains(FROM_PEER);
        assertThat(headers(inbox().await("Subject: mark-from-stranger"))).doesNotContain(FROM_PEER);
    }

    @Test
    @Tag("O1")
    void nameThatIsNoPeersShouldBeWarnedAbout() {
        assertThat(lyon.james.log()).contains("ReceivedFromPeer=osol matches nothing: the peers are [oslo]");
        assertThat(lyon.james.log()).doesNotContain("RecipientIsOnPeer=oslo matches nothing");
    }

    @Test
    @Tag("L1")
    void forgedTraceShouldCountForNothingAndCostNobodyHisMail() {
        String forged = "X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1\n"
                + "X-Domain-Sharing: node=oslo; peer=lyon-pipeline; hop=2\n";
        try (SmtpSession stranger = lyon.session()) {
            handIn(stranger, forged + message("forged-by-stranger"));
        }
        try (SmtpSession user = submission(lyon.james, LOCAL)) {
            handIn(user, forged + message("forged-by-user"));
        }

        for (String subject : List.of("forged-by-stranger", "forged-by-user")) {
            Awaitility.await().until(() -> lyon.taken(subject).size() == 1);
            assertThat(lyon.taken(subject).get(0).content())
                    .startsWith("X-Domain-Sharing: node=lyon-pipeline; peer=oslo; hop=1")
                    .contains(forged);
            inbox().await("Subject: " + subject);
        }
    }

    @Test
    @Tag("D2")
    @Tag("L2")
    void mailBehindAnAliasShouldBeKeptWhileNobodyCanTellItsOwner() {
        String sender = "ann-kept@example.net";
        String target = "silent-target@example.com";
        // Else the alias could not be created here.
        lyon.peer.script(query -> query.status(3));
        lyon.james.webAdmin().alias("silent-alias@example.com", target);
        lyon.peer.script(query -> {});

        lyon.send(sender, "kept", "silent-alias@example.com", LOCAL);

        inbox().await("Subject: kept");
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(UNDETERMINED) == 1);
        Awaitility.await("more tries than the list of waits has")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    flush();
                    return lyon.peer.asked(target) >= 9;
                });
        lyon.peer.script(query -> query.status(5));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            flush();
            return !lyon.taken("kept").isEmpty();
        });
        assertThat(lyon.taken("kept")).singleElement().satisfies(mail -> assertThat(mail.recipients())
                .containsExactly(target));
        assertQuiet(() -> {
            assertThat(lyon.taken("kept")).hasSize(1);
            assertThat(inbox().messagesWith("Subject: kept")).hasSize(1);
            assertThat(bouncesTo(sender)).isEmpty();
            assertThat(lyon.james.webAdmin().queueSize(UNDETERMINED)).isZero();
        });
    }

    @Test
    @Tag("D1")
    @Tag("L2")
    void mailWithoutSenderShouldBeDeliveredOrElseKeptInTheErrorRepository() {
        lyon.peer.sink().answering(refusing("null-gone@example.com", "550 5.1.1 nobody of that name"));

        lyon.send("", "null-sender", "null-there@example.com", "null-gone@example.com");

        Awaitility.await().until(() -> lyon.taken("null-sender").size() == 1);
        assertThat(lyon.taken("null-sender").get(0).sender()).isEmpty();
        assertThat(lyon.taken("null-sender").get(0).recipients()).containsExactly("null-there@example.com");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(errorRepository()).singleElement().satisfies(mail -> {
                            assertThat(mail.path("recipients")).hasSize(1);
                            assertThat(mail.path("recipients").get(0).asText()).isEqualTo("null-gone@example.com");
                        }));
        assertQuiet(() -> {
            assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isZero();
            assertThat(errorRepository()).hasSize(1);
            assertThat(world.mails()).noneMatch(mail -> mail.content().contains("null-gone"));
        });
        assertThat(lyon.james.log().lines())
                .filteredOn(line -> line.contains("[WARN") && line.contains("null-gone@example.com"))
                .hasSize(2)
                .anyMatch(line -> line.contains("550 5.1.1 nobody of that name"))
                .anyMatch(line -> line.contains("stays in the error repository"));
    }

    @Test
    @Tag("L2")
    void everyRecipientShouldGetWhatThePeerSaysToIt() {
        String sender = "ann-judged@example.net";
        String refused = "judged-550@example.com";
        String deferred = "judged-451@example.com";
        lyon.peer.sink().answering(command -> refusing(refused, "550 5.1.1 left the company")
                .apply(command)
                .or(() -> refusing(deferred, "451 4.2.2 over quota").apply(command)));

        lyon.send(sender, "judged", refused, deferred, "judged-250@example.com");

        Awaitility.await().until(() -> bouncesTo(sender).size() == 1);
        assertThat(bouncesTo(sender).get(0).sender())
                .as("the sender of a bounce")
                .isEmpty();
        assertThat(bouncesTo(sender).get(0).content())
                .contains("550 5.1.1 left the company")
                .contains("Final-Recipient: rfc822; " + refused)
                .doesNotContain("Final-Recipient: rfc822; " + deferred)
                .doesNotContain("over quota");
        assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isEqualTo(1);
        lyon.peer.sink().answering(refusing(refused, "550 5.1.1 left the company"));
        Awaitility.await().until(() -> {
            flush();
            return lyon.taken("judged").size() == 2;
        });
        assertThat(lyon.taken("judged").stream().map(SmtpSink.Mail::recipients))
                .containsExactly(List.of("judged-250@example.com"), List.of(deferred));
        assertQuiet(() -> {
            assertThat(lyon.taken("judged")).hasSize(2);
            assertThat(bouncesTo(sender)).hasSize(1);
            assertThat(lyon.james.webAdmin().queueSize(QUEUE)).isZero();
        });
    }

    @Test
    @Tag("D7")
    void flushShouldBringMailForwardAndUseUpNoRetry() {
        String sender = "ann-flush@example.net";
        String recipient = "flushed@example.com";
        AtomicInteger tries = new AtomicInteger();
        lyon.peer.sink().answering(command -> {
            Optional<String> answer = refusing(recipient, "451 4.3.2 not now").apply(command);
            answer.ifPresent(unused -> tries.incrementAndGet());
            return answer;
        });
        lyon.send(sender, "flushed", recipient);

        for (int flushes = 1; flushes <= 40; flushes++) {
            int before = tries.get();
            Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 1);
            boolean ours = flushes % 2 == 0 || ServerKind.underTest().isOnRabbitMq();
            Awaitility.await().until(() -> {
                if (ours) {
                    flush();
                } else {
                    flushByJames();
                }
                return tries.get() > before;
            });
        }
        assertThat(bouncesTo(sender)).isEmpty();
        lyon.peer.sink().answering(command -> Optional.empty());

        Awaitility.await().until(() -> {
            flush();
            return lyon.taken("flushed").size() == 1;
        });
        assertThat(bouncesTo(sender)).isEmpty();
    }

    @Test
    @Tag("O3")
    void healthShouldBeDegradedWhileThePeerIsSilent() {
        assertThat(health().path("status").asText()).isEqualTo("healthy");
        lyon.peer.script(query -> {});

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(lyon.rcpt("health-" + System.nanoTime() + "@example.com"))
                    .isEqualTo(451);
            assertThat(health().path("status").asText()).isEqualTo("degraded");
        });
        assertThat(health().path("cause").asText()).contains("oslo");
        assertThat(lyon.james.webAdmin().send("GET", "/healthcheck", "").statusCode())
                .as("mail still goes through this server")
                .isEqualTo(200);
        assertThat(peerState()).isEqualTo("down");
        lyon.peer.script(query -> query.status(3));

        Awaitility.await("probed by itself").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        health().path("status").asText())
                .isEqualTo("healthy"));
        assertThat(peerState()).isEqualTo("up");
    }
}
