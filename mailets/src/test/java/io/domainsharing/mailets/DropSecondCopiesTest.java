// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.DeliveryConfigurations;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.mailets.list.SecondCopies;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.list.SeenCopies;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D9")
class DropSecondCopiesTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String GUEST = "guest@elsewhere.example";

    private final SeenCopies seen = SeenCopies.inMemory(Clock.systemUTC(), Duration.ofDays(10));
    private final ListMailets present = new ListMailets();
    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(DeliveryConfigurations.QUICK);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void firstCopyShouldStayAndSecondShouldGo() throws Exception {
        MailImpl first = post("mail1", ANN, GUEST);
        MailImpl second = post("mail2", ANN, BOB, GUEST);

        mailet(true).service(first);
        mailet(true).service(second);

        assertThat(first.getRecipients()).isEqualTo(addresses(ANN, GUEST));
        assertThat(second.getRecipients()).isEqualTo(addresses(BOB));
        assertThat(second.getState()).isEqualTo("transport");
    }

    @Test
    void mailShouldBeGoneWhenEverybodyHadIt() throws Exception {
        mailet(true).service(post("mail1", ANN));
        MailImpl second = post("mail2", ANN);

        mailet(true).service(second);

        assertThat(second.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    @Tag("L2")
    void mailThatIsTriedAgainShouldNotBeDropped() throws Exception {
        mailet(true).service(post("mail1", ANN));
        // James names every part of a mail anew, and differently at every try.
        MailImpl again = post("mail1-!4711", ANN);

        mailet(true).service(again);

        assertThat(again.getRecipients()).isEqualTo(addresses(ANN));
    }

    @Test
    void memberOutsideShouldGetOneOfThePartsThatOneMailIsForwardedIn() throws Exception {
        // To a list, another that names the guest too, and the guest himself.
        MailImpl forwarded = post("mail1-!1111111", GUEST);
        MailImpl another = post("mail1-!2222222", GUEST);
        MailImpl himself = post("mail1", ANN, GUEST);

        mailet(true).service(forwarded);
        mailet(true).service(another);
        mailet(true).service(himself);

        assertThat(forwarded.getRecipients()).isEqualTo(addresses(GUEST));
        assertThat(another.getState()).isEqualTo(Mail.GHOST);
        assertThat(himself.getRecipients()).isEqualTo(addresses(ANN));
        mailet(true).service(forwarded);
        assertThat(forwarded.getRecipients()).as("tried again").isEqualTo(addresses(GUEST));
    }

    @Test
    void memberOutsideShouldBeLeftToTheServerThatServesHim() throws Exception {
        MailImpl copy = post("mail1", ANN, GUEST, "other@elsewhere.example");
        ListPost post = ListPost.of(copy).orElseThrow();
        // Members of our domains are dropped by what this server saw, and by nothing else.
        post.serving(List.of(address(GUEST), address(ANN))).writeTo(copy);

        mailet(true).service(copy);

        assertThat(copy.getRecipients()).isEqualTo(addresses(ANN, "other@elsewhere.example"));
    }

    @Test
    void ordinaryMailShouldNotBeTouched() throws Exception {
        for (String name : List.of("mail1", "mail2")) {
            MailImpl mail = mail("a@elsewhere.example", ANN);
            mail.setName(name);
            mailet(true).service(mail);
            assertThat(mail.getRecipients()).isEqualTo(addresses(ANN));
        }
    }

    @Test
    void operatorShouldBeToldOfTheMailetThatIsMissing() throws Exception {
        mailet(false);

        assertThat(present.missing()).containsExactly("io.domainsharing.mailets.ShareListPosts");
    }

    @Test
    @Tag("D10")
    void nothingShouldBeDroppedWhenListsAreNotShared() throws Exception {
        mailet(true).service(post("mail1", ANN));
        MailImpl second = post("mail2", ANN);

        mailet(false).service(second);
        mailet(SharedDomains.NONE, true).service(second);

        assertThat(second.getRecipients()).isEqualTo(addresses(ANN));
    }

    private DropSecondCopies mailet(boolean share) throws MessagingException {
        return mailet(Nodes.EXAMPLE_COM, share);
    }

    private DropSecondCopies mailet(SharedDomains domains, boolean share) throws MessagingException {
        DropSecondCopies mailet =
                new DropSecondCopies(new SecondCopies(seen, domains, new ListsConfiguration(share)), present);
        mailet.init(FakeMailetConfig.builder().mailetContext(bench.spool()).build());
        return mailet;
    }

    private static MailImpl post(String name, String... recipients) throws MessagingException {
        MailImpl mail = mail("a@elsewhere.example", recipients);
        mail.setName(name);
        new ListPost("fingerprint", "", Set.of(address("sales@example.com")), Set.of()).writeTo(mail);
        return mail;
    }
}
