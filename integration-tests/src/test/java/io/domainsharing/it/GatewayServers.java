// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * relay is the gateway of several domains and shares example.com with its peer branch. customer is a James of its own, behind a
 * gate, that answers relay's queries and knows nothing of peers; host is no James, answers queries by a script, and takes the
 * mail of all the other gateways. outside takes what is for the rest of the world.
 */
final class GatewayServers implements AutoCloseable {
    static final String BOB = "bob@customer.example";
    static final String BOTH = "both@customer.example";
    static final String KIM = "kim@customer.example";
    static final String ALICE = "alice@example.com";

    final JamesServer relay = JamesServer.extended("relay", "127.0.1.61");
    final JamesServer customer = JamesServer.extended("customer", "127.0.1.62");
    final JamesServer branch = JamesServer.extended("branch", "127.0.1.63");
    final TcpGate customerGate = new TcpGate(customer.endpoints().smtpAddress());
    final SmtpSink outside = SmtpSink.on("127.0.1.65");
    final ScriptedPeer host = new ScriptedPeer("host", "127.0.1.64", GatewayServers::answer);

    GatewayServers() {
        Sharing.join("example.com", relay, List.of(Sharing.PeerEntry.of(branch)));
        Sharing.join("example.com", branch, List.of(Sharing.PeerEntry.of(relay)));
        relay.conf().edit("domainsharing.xml", this::gateways);
        relay.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "both.example"));
        relay.conf().edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, outside));
        writeList("bob@listed.example\n");
        relay.conf().write("both.txt", "bob@both.example\n");
        Sharing.join("customer.example", customer, List.of());
        customer.conf().edit("domainsharing.xml", xml -> {
            xml.set("minger/allow", relay.endpoints().host());
            // Not a single peer is needed.
            gateway(xml, "unused.example", host.sink().address(), Map.of("verify", "none"));
        });
        JamesServer.startAll(relay, customer, branch);
        relay.webAdmin().user(ALICE, PASSWORD).user("local@both.example", PASSWORD);
        customer.webAdmin().user(BOB, PASSWORD).user(BOTH, PASSWORD);
        branch.webAdmin().domain("customer.example").user(KIM, PASSWORD).user(BOTH, PASSWORD);
        customerGate.open();
    }

    /** Writes the addresses of listed.example. */
    void writeList(String text) {
        try {
            Files.writeString(relay.folder().resolve("conf/listed.txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stranger is answered at relay. */
    SmtpReply rcpt(String recipient) {
        try (SmtpSession session = ThreeServers.stranger(relay)) {
            return session.rcpt(recipient);
        }
    }

    /** A stranger hands in a message. */
    void send(String subject, String... recipients) {
        try (SmtpSession session = ThreeServers.stranger(relay)) {
            hand(session, subject, recipients);
        }
    }

    /** Hands in a message after MAIL. */
    static void hand(SmtpSession session, String subject, String... recipients) {
        for (String recipient : recipients) {
            session.rcpt(recipient).requireOk(recipient);
        }
        session.data(ThreeServers.message(subject)).requireOk("DATA");
    }

    @Override
    public void close() {
        relay.close();
        customer.close();
        branch.close();
        customerGate.close();
        outside.close();
        host.close();
    }

    private void gateways(XmlFile xml) {
        // After two seconds only a flush, or a host that returns, brings mail forward.
        xml.set("delivery/delayTime", "2*1 second, 10*1 hour");
        gateway(
                xml,
                "customer.example",
                customer.endpoints().host() + ':' + customerGate.port(),
                Map.of(
                        "mingerPort", Integer.toString(customer.endpoints().minger()),
                        "secret", Sharing.secretOf(customer.name()),
                        "alsoAskPeers", "true"));
        String mingerPort = Integer.toString(host.entry().mingerPort());
        String sink = host.sink().address();
        gateway(xml, "scripted.example", sink, Map.of("mingerPort", mingerPort));
        gateway(xml, "accept.example", sink, Map.of("mingerPort", mingerPort));
        gateway(xml, "defer.example", sink, Map.of("mingerPort", mingerPort, "whenUnreachable", "defer"));
        gateway(xml, "listed.example", sink, Map.of("verify", "file", "file", "file://conf/listed.txt"));
        gateway(xml, "both.example", sink, Map.of("verify", "file", "file", "file://conf/both.txt"));
        gateway(xml, "open.example", sink, Map.of("verify", "none"));
        gateway(
                xml,
                "loop.example",
                relay.endpoints().host() + ':' + relay.endpoints().smtp(),
                Map.of("verify", "none"));
    }

    private static void gateway(XmlFile xml, String domain, String smtp, Map<String, String> more) {
        xml.add("gateways/gateway", "");
        xml.add("gateways/gateway/domain", domain).add("gateways/gateway/smtp", smtp);
        more.forEach((key, value) -> xml.add("gateways/gateway/" + key, value));
    }

    /** The local part says what the host says: yes, no, full, denied; any other gets no answer. */
    private static void answer(ScriptedPeer.Query query) {
        switch (query.mailbox().substring(0, query.mailbox().indexOf('@'))) {
            case "yes" -> query.status(5);
            case "no" -> query.status(3);
            case "full" -> query.status(4);
            case "denied" -> query.status(2);
            default -> {}
        }
    }
}
