// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A peer that is another program, strict about who it talks to and about what it takes. A second try would come in an hour. */
@Tag("D7")
@ExtendWith(NoLeftovers.class)
class HandoverIT {
    private static final String QUEUE = "domain-sharing-oslo";
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();
    private static SmtpSink world;
    private static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        world = SmtpSink.on("127.0.1.243");
        lyon = new OnePeerServer(
                "lyon-handover",
                "127.0.1.241",
                "127.0.1.242",
                xml -> xml.set("delivery/delayTime", "1 hour").set("lookup/heloName", "mx.lyon.example"),
                conf -> conf.edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world)));
    }

    @AfterAll
    static void stop() {
        lyon.close();
        world.close();
    }

    @BeforeEach
    void peerHasEverybody() {
        lyon.peer.script(query -> query.status(5));
        answering(command -> Optional.empty());
    }

    @Test
    void peerShouldBeGreetedWithTheFullNameThatLookUpsUseToo() {
        answering(command -> command.startsWith("RCPT") && HEARD.contains("EHLO localhost")
                ? Optional.of("504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname")
                : Optional.empty());

        lyon.send("ann@example.net", "greeted", "greeted@example.com");

        awaitTaken("greeted", 1);
        assertThat(HEARD).contains("EHLO mx.lyon.example").noneMatch(line -> line.contains("localhost"));
    }

    @Test
    @Tag("L2")
    void messageThatIsTooLargeForThePeerShouldBeReturnedAtOnce() {
        answering(command -> command.equals(".") ? Optional.of("552 Quota exceeded") : Optional.empty());

        lyon.send("ann-large@example.net", "large", "large@example.com");

        awaitBounce("ann-large@example.net", "552 Quota exceeded");
    }

    @Test
    @Tag("L2")
    @Tag("D15")
    void messageBeyondTheLimitThatThePeerAnnouncesShouldBeReturnedUnsentAndTheNextOneBeRefused() {
        answering(command -> command.startsWith("EHLO") ? Optional.of("250-oslo\r\n250 SIZE 100") : Optional.empty());

        lyon.send("ann-limit@example.net", "limit", "limit@example.com");

        awaitBounce("ann-limit@example.net", "5.3.4");
        assertThat(HEARD).noneMatch(line -> line.startsWith("MAIL"));
        try (SmtpSession session = lyon.session()) {
            assertThat(session.rcpt("limit@example.com").code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("limit-again")).toString())
                    .startsWith("552 5.3.4");
        }

        // A message that somebody here gets as well is taken, and greets the peer anew.
        answering(command -> Optional.empty());
        lyon.send("ann@example.net", "no-limit", OnePeerServer.LOCAL, "no-limit@example.com");
        awaitTaken("no-limit", 1);
    }

    @Test
    void mailShouldGoInClearWhereThePeersTlsIsBrokenAndNoCertificateIsChecked() {
        answering(command -> command.startsWith("EHLO")
                ? Optional.of("250-oslo\r\n250 STARTTLS")
                : command.equals("STARTTLS") ? Optional.of("454 4.7.0 TLS not available") : Optional.empty());

        lyon.send("ann@example.net", "in-clear", "in-clear@example.com");

        awaitTaken("in-clear", 1);
        assertThat(HEARD).contains("STARTTLS");
        assertThat(lyon.james.log()).contains("Mail for oslo goes to", "in clear, as TLS fails");
    }

    @Test
    void allRecipientsShouldHaveTheMessageAtOnceWhereThePeerTakesAFewAtATime() {
        AtomicInteger inTransaction = new AtomicInteger();
        answering(command -> {
            if (command.startsWith("MAIL")) {
                inTransaction.set(0);
            }
            return command.startsWith("RCPT") && inTransaction.incrementAndGet() > 3
                    ? Optional.of("452 4.5.3 too many recipients")
                    : Optional.empty();
        });
        String[] users = IntStream.range(0, 7)
                .mapToObj(i -> "many-" + i + "@example.com")
                .toArray(String[]::new);

        lyon.send("ann@example.net", "many", users);

        awaitTaken("many", 3);
        assertThat(lyon.taken("many")).flatExtracting(SmtpSink.Mail::recipients).containsExactlyInAnyOrder(users);
        assertThat(HEARD.stream().filter(line -> line.startsWith("EHLO"))).hasSize(1);
    }

    @Test
    @Tag("L2")
    void mailShouldWaitWhileThePeerRefusesThisServerAndTheOperatorBeTold() {
        answering(command ->
                command.startsWith("MAIL") ? Optional.of("550 5.7.1 your address is listed") : Optional.empty());
        lyon.send("ann-policy@example.net", "policy", "policy@example.com");
        Awaitility.await().untilAsserted(() -> assertThat(lyon.james.log())
                .contains("The peer oslo takes no mail from this server", "550 5.7.1 your address is listed to MAIL"));
        Awaitility.await().during(QUIET).atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        bouncesTo("ann-policy@example.net"))
                .isEmpty());

        answering(command -> Optional.empty());
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 1);
        assertThat(lyon.james
                        .webAdmin()
                        .send("POST", "/domain-sharing/peers/oslo/flush", "")
                        .statusCode())
                .isEqualTo(204);

        awaitTaken("policy", 1);
    }

    private static void answering(Function<String, Optional<String>> script) {
        HEARD.clear();
        lyon.peer.sink().answering(command -> {
            HEARD.add(command);
            return script.apply(command);
        });
    }

    private static void awaitTaken(String subject, int times) {
        Awaitility.await().untilAsserted(() -> assertThat(lyon.taken(subject)).hasSize(times));
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 0);
    }

    private static void awaitBounce(String sender, String words) {
        Awaitility.await().untilAsserted(() -> assertThat(bouncesTo(sender))
                .singleElement()
                .satisfies(bounce -> assertThat(bounce.content()).contains(words)));
        Awaitility.await().until(() -> lyon.james.webAdmin().queueSize(QUEUE) == 0);
    }

    private static List<SmtpSink.Mail> bouncesTo(String sender) {
        return world.mails().stream()
                .filter(mail -> mail.recipients().stream()
                        .anyMatch(
                                recipient -> recipient.toLowerCase(Locale.ROOT).equals(sender)))
                .toList();
    }
}
