// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * home is the primary of example.com, with James's {@code verifyIdentity} on. Its mailboxes are with its peer oslo, which is a
 * script and outlives home. backup and keeper are secondaries of home: keeper asks home about addresses and tries again after
 * seconds, backup takes every address and tries again after an hour. A third one is a script that answers ETRN.
 */
final class PrimaryAndSecondaries implements AutoCloseable {
    static final String DOMAIN = "example.com";
    static final String UNLISTED_DOMAIN = "other.example";
    static final String HOME = "127.0.2.20";
    static final String BACKUP = "127.0.2.21";
    static final String KEEPER = "127.0.2.22";

    final ScriptedPeer oslo = new ScriptedPeer(
            "oslo", "127.0.2.23", query -> query.status(query.mailbox().startsWith("nobody") ? 3 : 5));
    final List<String> etrns = new CopyOnWriteArrayList<>();
    final SmtpSink scripted = SmtpSink.on("127.0.2.24").answering(this::answer);
    final JamesServer home = JamesServer.extended("home", HOME);
    final JamesServer backup = JamesServer.extended("backup", BACKUP);
    final JamesServer keeper = JamesServer.extended("keeper", KEEPER);

    PrimaryAndSecondaries() {
        Sharing.join(DOMAIN, home, List.of(oslo.entry()));
        home.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", UNLISTED_DOMAIN));
        home.conf().edit("smtpserver.xml", smtp -> smtp.set("smtpserver/auth/announce", "forUnauthorizedAddresses")
                .set("smtpserver/verifyIdentity", "true"));
        home.conf().edit("domainsharing.xml", xml -> {
            xml.set("secondaries/every", "1 hour");
            secondary(xml, backup.endpoints().smtpAddress().getPort(), BACKUP, DOMAIN);
            secondary(xml, keeper.endpoints().smtpAddress().getPort(), KEEPER, DOMAIN);
            xml.add("secondaries/secondary", "");
            xml.add("secondaries/secondary/smtp", scripted.address());
            xml.add("secondaries/secondary/domain", DOMAIN).add("secondaries/secondary/domain", UNLISTED_DOMAIN);
        });
        secondary(backup, "1 hour", xml -> xml.add("gateways/gateway/verify", "none")
                .add("gateways/gateway/etrnFrom", HOME));
        secondary(keeper, "2 seconds", xml -> xml.add("gateways/gateway/verify", "minger")
                .add(
                        "gateways/gateway/mingerPort",
                        Integer.toString(home.endpoints().minger()))
                .add("gateways/gateway/secret", Sharing.secretOf(home.name())));
        JamesServer.startAll(home, backup, keeper);
    }

    /** A stranger hands in so many messages, numbered from 0; the subjects. */
    static List<String> hand(JamesServer secondary, String subject, int messages) {
        List<String> subjects = new ArrayList<>();
        try (SmtpSession session = SmtpSession.connect(secondary.endpoints().smtpAddress())) {
            session.ehlo();
            for (int i = 0; i < messages; i++) {
                subjects.add(subject + "-" + i);
                // Every other one pretends to come from a colleague.
                session.mail(i % 2 == 0 ? "ann@example.net" : "colleague@" + DOMAIN)
                        .requireOk("MAIL");
                session.rcpt("user" + i + "@" + DOMAIN).requireOk("RCPT");
                session.data(ThreeServers.message(subject + "-" + i)).requireOk("DATA");
            }
        }
        return subjects;
    }

    /** The subjects of what has reached its mailbox, each as often as it has. */
    List<String> delivered(String subject) {
        return oslo.sink().mails().stream()
                .flatMap(mail -> mail.content().lines())
                .filter(line -> line.startsWith("Subject: " + subject + "-"))
                .map(line -> line.substring("Subject: ".length()))
                .toList();
    }

    private Optional<String> answer(String command) {
        if (command.startsWith("ETRN ")) {
            etrns.add(command);
            return Optional.of(command.endsWith(DOMAIN) ? "253 2.0.0 OK, 17 pending" : "459 4.7.1 \u0007not you");
        }
        return Optional.empty();
    }

    private static void secondary(XmlFile xml, int port, String host, String domain) {
        xml.add("secondaries/secondary", "");
        xml.add("secondaries/secondary/smtp", host + ':' + port);
        xml.add("secondaries/secondary/domain", domain).add("secondaries/secondary/trusted", host);
    }

    private void secondary(JamesServer server, String retry, Consumer<XmlFile> more) {
        Sharing.join(server.name() + ".example", server, List.of());
        server.conf().edit("domainsharing.xml", xml -> {
            xml.set("delivery/delayTime", retry);
            xml.add("gateways/gateway", "");
            xml.add("gateways/gateway/domain", DOMAIN)
                    .add("gateways/gateway/smtp", HOME + ':' + home.endpoints().smtp());
            more.accept(xml);
        });
    }

    @Override
    public void close() {
        home.close();
        backup.close();
        keeper.close();
        oslo.close();
        scripted.close();
    }
}
