// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.text;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.MailOrder.Outcome;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One mail is tried or returned because an operator wants it, and no other. */
@Tag("L2")
class OrderedMailTest {
    private static final DeliveryConfiguration LATER = delivery("1 hour", 4);

    private SmtpSink sink;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        sink = new SmtpSink(0);
        bench = new Bench(LATER, peer(TOKYO, sink.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        sink.close();
    }

    @Test
    void mailsShouldBeListedWithTheReplyThatHasThemWait() throws Exception {
        fill("bob", "sam");

        QueuedMail.Page page = page(null, 1);
        assertThat(page.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender().asString()).isEqualTo("sender@elsewhere.example");
            assertThat(mail.size()).isPositive();
            assertThat(mail.since()).isEqualTo(bench.clock.instant());
            assertThat(mail.nextAttempt()).isEqualTo(bench.clock.instant().plus(Duration.ofHours(1)));
            assertThat(mail.lastFailure())
                    .isNotNull()
                    .extracting(HeldMail.Failure::text)
                    .asString()
                    .contains("451 4.2.2 full");
            assertThat(mail.order()).isNull();
        });
        QueuedMail.Page second = page(page.next(), 1);
        assertThat(second.next()).isNull();
        assertThat(Stream.of(page, second).flatMap(some -> some.mails().stream()))
                .extracting(QueuedMail::recipients)
                .containsExactlyInAnyOrder(addresses("bob@example.com"), addresses("sam@example.com"));
    }

    @Test
    void mailShouldBeTriedAloneWhenThatIsOrdered() throws Exception {
        fill("bob", "sam", "tom");
        takeAll("bob", "sam", "tom");

        assertThat(order("bob", MailOrder.RETRY)).isEqualTo(Outcome.TAKEN);

        await().until(() -> sink.taken().size() == 1);
        await().during(Duration.ofMillis(500)).until(() -> sink.taken().size() == 1);
        assertThat(sink.taken().get(0).recipients()).containsExactly("bob@example.com");
        await().until(() -> page(null, 10).mails().size() == 2);
        assertThat(page(null, 10).mails())
                .as("they wait for the rest of their time")
                .allSatisfy(mail -> assertThat(mail.nextAttempt())
                        .isEqualTo(bench.clock.instant().plus(Duration.ofHours(1))));

        bench.delivery.flush(TOKYO);
        await("all are tried when all are wanted").until(() -> sink.taken().size() == 3);
    }

    @Test
    void mailShouldBeReturnedAloneAndUntriedWhenThatIsOrdered() throws Exception {
        fill("bob", "sam");
        takeAll("bob", "sam");

        assertThat(order("bob", MailOrder.RETURN)).isEqualTo(Outcome.TAKEN);

        await().until(() -> bench.context.getSentMails().size() == 1);
        SentMail bounce = bench.context.getSentMails().get(0);
        assertThat(bounce.getRecipients()).isEqualTo(addresses("bob@example.com"));
        assertThat(text(bounce, Bouncer.DELIVERY_ERROR))
                .isEqualTo("5.0.0 The administrator of paris has returned this message instead of trying it again;"
                        + " last: tokyo: 451 4.2.2 full");
        await().until(() -> page(null, 10).mails().size() == 1);
        assertThat(sink.taken()).isEmpty();
        assertThat(bench.count("returned_recipients_total{ordered}")).isEqualTo(1);
    }

    @Test
    void mailThatCannotBeReturnedNowShouldStayAndBeReturnedLater() throws Exception {
        fill("bob");
        bench.refuseSpooling(true);

        order("bob", MailOrder.RETURN);

        await().until(() -> page(null, 10).mails().size() == 1
                && page(null, 10).mails().get(0).order() == MailOrder.RETURN);
        assertThat(bench.context.getSentMails()).isEmpty();
        bench.refuseSpooling(false);
        order("bob", MailOrder.RETURN);
        await().until(() -> bench.context.getSentMails().size() == 1);
        await().until(() -> page(null, 10).mails().isEmpty());
    }

    @Test
    void mailThatHasLeftShouldBeKnownToNobody() throws Exception {
        fill("bob");

        assertThat(bench.delivery.order(TOKYO, "no-such-mail", MailOrder.RETURN))
                .isEqualTo(Outcome.NO_SUCH_MAIL);
    }

    @Test
    @Timeout(120)
    void eachMailShouldEndOnceWhenItIsTriedAndReturnedAtTheSameMoment() throws Exception {
        List<String> people = Stream.iterate(1, number -> number + 1)
                .limit(150)
                .map(number -> "p" + number)
                .toList();
        bench.close();
        bench = new Bench(delivery("200 msec", 20), peer(TOKYO, sink.address()));
        begin(people.toArray(String[]::new));
        Map<String, String> mails = new TreeMap<>();
        // A mail that is just being tried is not to be seen.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            page(null, 1000)
                    .mails()
                    .forEach(mail ->
                            mails.put(mail.name(), mail.recipients().get(0).asString()));
            return mails.size() == 150;
        });

        int number = 0;
        for (Map.Entry<String, String> mail : mails.entrySet()) {
            // From now on the queue's own tries deliver it, while it is being ordered back.
            sink.answerAsEver(mail.getValue());
            bench.delivery.order(TOKYO, mail.getKey(), number % 3 == 0 ? MailOrder.RETRY : MailOrder.RETURN);
            number++;
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> Long.valueOf(0).equals(bench.delivery.held(TOKYO).waiting()) && ends().size() >= 150);
        await().during(Duration.ofMillis(300)).until(() -> ends().size() == 150);
        assertThat(new HashSet<>(ends())).as("nobody twice, nobody missing").hasSize(150);
    }

    /** Whom a copy or a return has reached. */
    private List<String> ends() {
        List<String> ends = new ArrayList<>();
        sink.taken().forEach(taken -> ends.addAll(taken.recipients()));
        bench.context.getSentMails().forEach(sent -> sent.getRecipients().stream()
                .map(MailAddress::asString)
                .forEach(ends::add));
        return ends;
    }

    private void begin(String... people) throws Exception {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        for (String person : people) {
            sink.answer(person + "@example.com", "451 4.2.2 full");
            bench.mailet().service(mail("sender@elsewhere.example", person + "@example.com"));
        }
    }

    private void fill(String... people) throws Exception {
        begin(people);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> page(null, 1000).mails().stream()
                                .filter(mail -> mail.lastFailure() != null)
                                .count()
                        == people.length);
    }

    private void takeAll(String... people) {
        Set.of(people).forEach(person -> sink.answerAsEver(person + "@example.com"));
    }

    private Outcome order(String person, MailOrder order) throws Exception {
        String name = page(null, 1000).mails().stream()
                .filter(mail -> mail.recipients().equals(addresses(person + "@example.com")))
                .map(QueuedMail::name)
                .findFirst()
                .orElseThrow();
        return bench.delivery.order(TOKYO, name, order);
    }

    private QueuedMail.Page page(@Nullable String after, int limit) throws Exception {
        return bench.delivery.mails(TOKYO, after, limit).orElseThrow();
    }
}
