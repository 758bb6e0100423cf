// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Started once for all test classes that ask for them as a parameter: each has senders of its own.
 *
 * <p>paris, a James, shares example.com with tokyo, another James, and with oslo and lima, which are no James and keep what they
 * get octet for octet. paris is the gateway of customer.example, and of old.example, whose host knows no extension of SMTP.
 *
 * <p>alice lives on paris, tina on tokyo. oslo says of bob, of the two lists and of everybody whose name begins with
 * {@code moved-} that it has them; the latter it refuses when their mail comes, and lima has them. Nobody can tell yet who late
 * is, to whom {@link #LATE_ALIAS} leads.
 */
final class CorpusServers implements ExtensionContext.Store.CloseableResource {
    static final String ALICE = "alice@example.com";
    static final String BOB = "bob@example.com";
    static final String TINA = "tina@example.com";
    static final String LIST = "all@example.com";
    static final String SIGNED_LIST = "signed@example.com";
    static final String LATE = "late@example.com";
    static final String LATE_ALIAS = "late-alias@example.com";
    static final String CUSTOMER = "gus@customer.example";
    static final String OLD_CUSTOMER = "olga@old.example";

    static final Duration ARRIVAL = Duration.ofSeconds(40);
    private static final List<String> REPOSITORIES = List.of("error", "address-error", "relay-denied", "rrt-error");

    final JamesServer paris = JamesServer.extended("paris-corpus", "127.0.3.1");
    final JamesServer tokyo = JamesServer.extended("tokyo-corpus", "127.0.3.2");
    final OctetSink oslo = OctetSink.on("127.0.3.3", "PIPELINING", "8BITMIME", "SIZE 104857600");
    final OctetSink lima = OctetSink.on("127.0.3.4", "8BITMIME");
    final OctetSink customer = OctetSink.on("127.0.3.5", "8BITMIME", "ENHANCEDSTATUSCODES");
    final OctetSink oldCustomer = OctetSink.on("127.0.3.6");
    final OctetSink world = OctetSink.on("127.0.3.7", "8BITMIME", "SMTPUTF8");
    private final ScriptedPeer osloAnswers = new ScriptedPeer("oslo", "127.0.3.3", query -> query.status(3));
    private final ScriptedPeer limaAnswers = new ScriptedPeer(
            "lima", "127.0.3.4", query -> query.status(query.mailbox().startsWith("moved-") ? 5 : 3));

    CorpusServers() {
        // James's memory queues hold each message they have, and twice while they take it.
        paris.jvmFlags("-Xmx512m");
        try {
            Sharing.join(
                    "example.com",
                    paris,
                    List.of(at(oslo, osloAnswers), at(lima, limaAnswers), Sharing.PeerEntry.of(tokyo)));
            Sharing.join("example.com", tokyo, List.of(Sharing.PeerEntry.of(paris)));
            paris.conf().edit("domainsharing.xml", xml -> {
                xml.set("lists/share", "true");
                gateway(xml, "customer.example", customer);
                gateway(xml, "old.example", oldCustomer);
            });
            paris.conf().edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world.address()));
            oslo.answering(command -> command.startsWith("RCPT TO:<moved-")
                    ? Optional.of("550 5.1.1 no such user here")
                    : Optional.empty());
            JamesServer.startAll(paris, tokyo);
            tokyo.webAdmin().user(TINA, PASSWORD);
            paris.webAdmin().user(ALICE, PASSWORD).alias(LATE_ALIAS, LATE);
            paris.webAdmin()
                    .group(LIST, ALICE)
                    .group(LIST, BOB)
                    .group(LIST, CUSTOMER)
                    .group(SIGNED_LIST, BOB);
            osloAnswers.script(query -> query.status(statusAtOslo(query.mailbox(), 4)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** From now on oslo has late. */
    void settleLate() {
        osloAnswers.script(query -> query.status(statusAtOslo(query.mailbox(), 5)));
    }

    private static int statusAtOslo(String mailbox, int late) {
        if (mailbox.equals(LATE)) {
            return late;
        }
        return List.of(BOB, LIST, SIGNED_LIST).contains(mailbox) || mailbox.startsWith("moved-") ? 5 : 3;
    }

    /** All datagrams that came in at peers. */
    List<String> queries() {
        List<String> queries = new ArrayList<>(osloAnswers.queries());
        queries.addAll(limaAnswers.queries());
        return queries;
    }

    /** A stranger hands in a message; the answer to its end. */
    SmtpReply send(String message, String sender, String... recipients) {
        try (SmtpSession session = SmtpSession.connect(paris.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail(sender).requireOk("MAIL");
            for (String recipient : recipients) {
                session.rcpt(recipient).requireOk(recipient);
            }
            return session.data(message.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Waits for what is to arrive; when not all of it does, each test says what is missing. */
    static void settle(Callable<Boolean> arrived) {
        try {
            Awaitility.await()
                    .atMost(ARRIVAL)
                    .pollInterval(Duration.ofMillis(200))
                    .until(arrived);
        } catch (ConditionTimeoutException e) {
            return;
        }
    }

    ImapMailbox inbox() {
        return paris.inbox(ALICE, PASSWORD);
    }

    /** What James has put aside of these senders, whatever the reason. */
    List<JsonNode> putAside(Predicate<String> senders) {
        List<JsonNode> found = new ArrayList<>();
        for (String repository : REPOSITORIES) {
            String mails = "/mailRepositories/"
                    + URLEncoder.encode("var/mail/" + repository + "/", StandardCharsets.UTF_8) + "/mails";
            if (paris.webAdmin().send("GET", mails, "").statusCode() == 200) {
                paris.webAdmin()
                        .get(mails)
                        .forEach(key -> found.add(paris.webAdmin().get(mails + '/' + key.asText())));
            }
        }
        return found.stream()
                .filter(mail -> senders.test(mail.path("sender").asText()))
                .toList();
    }

    @Override
    public void close() {
        paris.close();
        tokyo.close();
        List.of(oslo, lima, customer, oldCustomer, world).forEach(OctetSink::close);
        osloAnswers.close();
        limaAnswers.close();
    }

    private static Sharing.PeerEntry at(OctetSink sink, ScriptedPeer peer) {
        Sharing.PeerEntry entry = peer.entry();
        return new Sharing.PeerEntry(entry.name(), sink.address(), entry.mingerPort(), entry.secret(), entry.trusted());
    }

    private static void gateway(XmlFile xml, String domain, OctetSink host) {
        xml.add("gateways/gateway", "");
        xml.add("gateways/gateway/domain", domain)
                .add("gateways/gateway/smtp", host.address())
                .add("gateways/gateway/verify", "none");
    }

    /** Gives the servers to tests that have a parameter of this type. */
    static final class Shared extends SharedFixture<CorpusServers> {
        Shared() {
            super(CorpusServers.class);
        }
    }
}
