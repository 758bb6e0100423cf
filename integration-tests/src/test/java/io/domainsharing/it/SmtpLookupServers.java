// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * asker shares example.com with stock, a James without any extension that is asked by RCPT, and with verifier, which is asked by
 * VRFY; and all.example with everything, which is asked by RCPT and says yes to every address, with minger, and with stock;
 * rcpt.example with host, which is asked by RCPT. It is the gateway of customer.example, whose host is asked by RCPT, and of
 * vrfy.example, whose host is verifier. The local part tells verifier and host what to say.
 */
final class SmtpLookupServers implements AutoCloseable {
    static final String BOB = "bob@example.com";
    /** What the host of customer.example says of nobody but a user that it does not know. */
    private static final String OWN_WORDS = "550 5.7.1 No mailbox for";

    static final String ANN = "ann@all.example";

    final JamesServer asker = JamesServer.extended("asker", "127.0.1.141");
    final JamesServer stock = JamesServer.stock("stock-peer", "127.0.1.142");
    final List<String> heard = new CopyOnWriteArrayList<>();
    final SmtpSink verifier = SmtpSink.on("127.0.1.143").answering(this::verify);
    final SmtpSink everything = SmtpSink.on("127.0.1.144");
    final SmtpSink host = SmtpSink.on("127.0.1.145").answering(SmtpLookupServers::recipient);
    final ScriptedPeer minger = new ScriptedPeer("minger", "127.0.1.146", query -> query.status(3));

    SmtpLookupServers() {
        Sharing.join("example.com", asker, List.of());
        asker.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "all.example")
                .add("domainnames/domainname", "rcpt.example")
                .add("domainnames/domainname", "words.example"));
        asker.conf().edit("domainsharing.xml", xml -> {
            xml.add("domains/domain", "all.example")
                    .add("domains/domain", "rcpt.example")
                    .add("domains/domain", "words.example");
            peer(xml, "everything", everything.address(), "rcpt", "all.example");
            Sharing.PeerEntry entry = minger.entry();
            peer(xml, "minger", entry.smtp(), "minger", "all.example");
            xml.add("peers/peer/mingerPort", Integer.toString(entry.mingerPort()))
                    .add("peers/peer/secret", entry.secret());
            peer(
                    xml,
                    "stock",
                    stock.endpoints().host() + ':' + stock.endpoints().smtp(),
                    "rcpt",
                    "example.com");
            xml.add("peers/peer/domain", "all.example");
            peer(xml, "verifier", verifier.address(), "vrfy", "example.com");
            peer(xml, "by-rcpt", host.address(), "rcpt", "rcpt.example");
            xml.add("peers/peer/unknownUser", OWN_WORDS).add("peers/peer/tls", "opportunistic");
            gateway(xml, "customer.example", host.address(), "rcpt");
            xml.add("gateways/gateway/unknownUser", OWN_WORDS);
            gateway(xml, "closed.example", host.address().replace("127.0.1.145", "127.0.1.147"), "rcpt");
            gateway(xml, "vrfy.example", verifier.address(), "vrfy");
        });
        JamesServer.startAll(asker, stock);
        stock.webAdmin()
                .domain("example.com")
                .domain("all.example")
                .user(BOB, PASSWORD)
                .user(ANN, PASSWORD);
    }

    /** What a stranger is answered at asker. */
    SmtpReply rcpt(String recipient) {
        try (SmtpSession session = ThreeServers.stranger(asker)) {
            return session.rcpt(recipient);
        }
    }

    HttpResponse<String> put(String path, String body) {
        return asker.webAdmin().send("PUT", path, body);
    }

    /** A stranger hands in a message at asker. */
    void send(String subject, String recipient) {
        try (SmtpSession session = ThreeServers.stranger(asker)) {
            GatewayServers.hand(session, subject, recipient);
        }
    }

    /** Silence of one test must not count in the next. */
    void awaitAnswersOfTheVerifier() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> rcpt("no-" + System.nanoTime() + "@example.com").code() == 550);
    }

    @Override
    public void close() {
        asker.close();
        stock.close();
        verifier.close();
        everything.close();
        host.close();
        minger.close();
    }

    private static void peer(XmlFile xml, String name, String smtp, String lookup, String domain) {
        xml.add("peers/peer", "");
        xml.add("peers/peer/name", name).add("peers/peer/smtp", smtp).add("peers/peer/lookup", lookup);
        xml.add("peers/peer/domain", domain);
    }

    private static void gateway(XmlFile xml, String domain, String smtp, String verify) {
        xml.add("gateways/gateway", "");
        xml.add("gateways/gateway/domain", domain).add("gateways/gateway/smtp", smtp);
        xml.add("gateways/gateway/verify", verify);
    }

    private Optional<String> verify(String line) {
        if (!line.toUpperCase(Locale.ROOT).startsWith("VRFY ")) {
            return Optional.empty();
        }
        heard.add(line);
        String user = line.substring("VRFY ".length(), line.indexOf('@'));
        if (user.equals("silent")) {
            Awaitility.await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        }
        return Optional.of(
                switch (user) {
                    case "yes", "silent" -> "250 2.1.5 <" + user + "@example.com>";
                    case "moved" -> "251 peer's own words";
                    case "elsewhere" -> "551 peer's own words";
                    case "ambiguous" -> "553 peer's own words";
                    case "later" -> "451 4.3.0 peer's own words";
                    case "unsure" -> "252 peer's own words";
                    case "policy" -> "550 5.7.1 peer's own words";
                    case "closing" -> "421 4.3.2 peer's own words";
                    case "rubbish" -> "25x peer's own words";
                    case "escape" -> "550 5.1.1 peer's own words \u001b[2J";
                    case "endless" -> "550-5.1.1 peer's own words\r\n".repeat(100_000) + "550 5.1.1 peer's own words";
                    case "huge" -> "550 5.1.1 " + "x".repeat(10_000_000);
                    case "full" -> "452 4.2.2 peer's own words";
                    default -> "550 5.1.1 peer's own words";
                });
    }

    private static Optional<String> recipient(String line) {
        if (!line.toUpperCase(Locale.ROOT).startsWith("RCPT TO:")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (line.substring(line.indexOf('<') + 1, line.indexOf('@')).replaceAll("-(account|too)$", "")) {
                    case "yes" -> "250 2.1.5 ok";
                    case "edge" -> "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR01FT088.eop]";
                    case "sendmail" -> "553 5.3.0 " + line.substring("RCPT TO:".length()) + "... No such user here";
                    case "elsewhere" -> "551 User not local; please try <bob@elsewhere.example>";
                    case "french" -> "550-5.1.1 Bo\u00eete inconnue\r\n550 5.1.1 \u00e0 cette adresse";
                    case "own-words" -> "550 5.7.1 no  mailbox for you, said rule 7";
                    case "denied" -> "550 5.4.1 No way";
                    case "listed" -> "550 192.0.2.1 is listed at bl.example.net";
                    case "overfull" -> "552 Mailbox full";
                    case "later" -> "450 4.2.0 greylisted";
                    case "policy" -> "554 5.7.1 relay access denied";
                    case "full" -> "452 4.2.2 over quota";
                    default -> "550 5.1.1 no such user";
                });
    }
}
