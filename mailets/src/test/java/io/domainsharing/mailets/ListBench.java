// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.mailets.delivery.Nodes.AUSTIN;
import static io.domainsharing.mailets.delivery.Nodes.EXAMPLE_COM;
import static io.domainsharing.mailets.delivery.Nodes.PARIS;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.DeliveryConfigurations;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.list.ListCopies;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;

/** The list mailets at node paris, which has the list sales, with two peers that a test programs. */
public final class ListBench implements AutoCloseable {
    static final String SALES = "sales@example.com";
    static final String STAFF = "staff@example.com";
    static final String ANN = "ann@example.com";
    static final String GUEST = "guest@elsewhere.example";
    static final String SENDER = "sender@elsewhere.example";
    public static final String UNDETERMINED_QUEUE = "domain-sharing-undetermined";
    static final PeerAnswer YES = new PeerAnswer.Accepts();
    static final PeerAnswer NO = new PeerAnswer.Unknown();
    static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "no answer within 1 s");
    private static final LookupConfiguration QUICK =
            new LookupConfiguration(Duration.ofMillis(100), 1, Duration.ofMillis(100), null);

    public final InMemoryLookups lookups = new InMemoryLookups();
    final Lists lists = new Lists();
    final ListMailets present = new ListMailets();
    public final SmtpSink tokyo = new SmtpSink(0);
    public final SmtpSink austin = new SmtpSink(0);
    public Bench bench = new Bench(delivery("1 hour", 5), peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));

    public ListBench() throws IOException {
        lists.add(SALES, Set.of(SALES), ANN, GUEST);
        lookups.program("tokyo", NO).program("austin", NO);
    }

    /** Tokyo is the only peer then. */
    public void useAustinAsSmartHost() {
        bench.close();
        bench = new Bench(DeliveryConfigurations.withSmartHost(austin.address(), true), peer(TOKYO, tokyo.address()));
    }

    @Override
    public void close() throws IOException {
        bench.close();
        tokyo.close();
        austin.close();
    }

    void assertReturned(String reason) {
        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> {
            assertThat(bounce.getState()).isEqualTo("bounces");
            assertThat(bounce.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(Mails.text(bounce, Bouncer.DELIVERY_ERROR)).contains(reason);
        });
    }

    public Mail askedAgain() throws Exception {
        bench.delivery.flush(TOKYO);
        return respooled();
    }

    Mail respooled() throws Exception {
        await().until(() -> !bench.queued("spool").isEmpty());
        Mail mail = bench.queued("spool").get(0);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();
        assertThat(mail.getState()).isEqualTo("transport");
        return mail;
    }

    static MailImpl fromTokyo(String mark, String... recipients) throws MessagingException {
        String header = mark.isEmpty() ? "" : "X-Domain-Sharing-List: " + mark + "\r\n";
        MailImpl mail =
                mail(message(header + "X-Domain-Sharing: node=tokyo; peer=paris; hop=1\r\n"), SENDER, recipients);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }

    ShareListPosts mailet() throws MessagingException {
        return mailet(EXAMPLE_COM, true);
    }

    ShareListPosts mailet(SharedDomains domains, boolean share) throws MessagingException {
        ListCopies copies = new ListCopies(bench.peers.directory(), lookups, QUICK, bench.guard(), bench.delivery);
        ShareListPosts mailet = new ShareListPosts(
                new ShareListPosts.Lists(lists, domains, new ListsConfiguration(share), bench.ownership, QUICK),
                PARIS,
                bench.guard(),
                copies,
                bench.delivery,
                present);
        mailet.init(FakeMailetConfig.builder().mailetContext(bench.spool()).build());
        return mailet;
    }

    /** The lists of paris. */
    static final class Lists implements LocalLists {
        private final Map<MailAddress, Reach> exact = new HashMap<>();
        private final Map<MailAddress, Reach> byCatchAll = new HashMap<>();
        volatile boolean failing;

        void add(String address, Set<String> lists, String... members) {
            exact.put(address(address), reach(lists, members));
        }

        void addByCatchAll(String address, Set<String> lists, String... members) {
            byCatchAll.put(address(address), reach(lists, members));
        }

        private static Reach reach(Set<String> lists, String... members) {
            return new Reach(Set.copyOf(addresses(lists.toArray(String[]::new))), Set.copyOf(addresses(members)));
        }

        @Override
        public Reach reachOf(MailAddress address, boolean catchAll) throws DirectoryUnavailableException {
            if (failing) {
                throw new DirectoryUnavailableException(new IllegalStateException("database down"));
            }
            Reach nowhere = new Reach(Set.of(), Set.of(address));
            Reach otherwise = catchAll ? byCatchAll.getOrDefault(address, nowhere) : nowhere;
            return exact.getOrDefault(address, otherwise);
        }
    }
}
