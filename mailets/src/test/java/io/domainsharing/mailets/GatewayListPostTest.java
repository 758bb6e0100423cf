// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.message.FrontLines;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list post on several servers, with a member behind a gateway. */
class GatewayListPostTest extends GatewayHandoverFixture {
    private static final String MEMBER = "guest@customer.example";

    @Test
    @Tag("D9")
    void memberOfSeveralServersListsShouldGetOneCopy() throws Exception {
        bench.ownership.know(MEMBER, YES).know("ann@customer.example", YES);

        mailet.service(post("mail1-!1111111", Set.of(), MEMBER));
        MailImpl second = post("mail2-!2222222", Set.of(), MEMBER, "ann@customer.example");
        mailet.service(second);

        assertThat(second.getState()).isEqualTo(Mail.GHOST);
        await().untilAsserted(() -> assertThat(customer.taken().stream().map(SmtpSink.Taken::recipients))
                .containsExactlyInAnyOrder(List.of(MEMBER), List.of("ann@customer.example")));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("D9")
    void memberWhomAnotherServerSeesToShouldGetNoCopyHere() throws Exception {
        bench.ownership.know(MEMBER, YES).know("ann@customer.example", YES);
        ListPost post = new ListPost("fingerprint", "", Set.of(address("sales@example.com")), Set.of());
        MailImpl mail = post("mail1-!1111111", Set.of(post.token(address(MEMBER))), MEMBER, "ann@customer.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        await().until(() -> customer.taken().size() == 1);
        assertThat(customer.taken().get(0).recipients()).containsExactly("ann@customer.example");
    }

    @Test
    @Tag("D9")
    @Tag("L2")
    void copyThatComesBackFromItsQueueUnderAnotherNameShouldNotPassForASecondOne() throws Exception {
        bench.ownership.know(MEMBER, YES);
        customer.answer(MEMBER, "451 4.2.2 full");
        mailet.service(post("mail1-!1111111", Set.of(), MEMBER));
        // At its next try it is in no queue for a moment.
        List<Mail> waiting =
                await().until(() -> bench.queued("domain-sharing-gateway-customer.example"), mails -> !mails.isEmpty());
        Mail back = waiting.get(0).duplicate();
        FrontLines.takeBack(back);
        customer.answer(MEMBER, "250 2.1.5 ok");
        await().until(() -> customer.taken().size() == 1);

        mailet.service(back);

        await().until(() -> customer.taken().size() == 2);
    }

    private static MailImpl post(String name, Set<String> served, String... recipients) throws MessagingException {
        MailImpl mail = mail("sender@elsewhere.example", recipients);
        mail.setName(name);
        new ListPost("fingerprint", "", Set.of(address("sales@example.com")), served).writeTo(mail);
        return mail;
    }
}
