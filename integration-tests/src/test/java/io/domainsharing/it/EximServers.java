// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;

/**
 * nice, a James, shares example.com with exim, by the recipe in {@code docs/recipes/exim.md}.
 *
 * <p>alice lives on nice, erin and emil on exim; so do erin and emil of example.org, about which nice asks by RCPT. Strangers
 * come from 127.0.0.1, which is nobody's address here.
 */
final class EximServers implements AutoCloseable {
    static final String ALICE = "alice@example.com";
    static final String ERIN = "erin@example.com";
    static final String NOBODY = "nobody@example.com";
    static final String EXIM = "127.0.1.112";

    final JamesServer nice = JamesServer.extended("nice", "127.0.1.111");
    final Exim exim = Exim.create("exim", EXIM, List.of("erin", "emil"));
    final TcpGate niceGate = new TcpGate(nice.endpoints().smtpAddress());
    final TcpGate eximGate = new TcpGate(exim.smtpAddress());

    EximServers() {
        try {
            Sharing.join("example.com", nice, List.of());
            nice.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "example.org"));
            nice.conf().edit("domainsharing.xml", this::addPeers);
            niceGate.open();
            eximGate.open();
            exim.aliases(List.of("sales: " + ALICE));
            exim.configure(recipe()).start();
            nice.start();
            nice.webAdmin().user(ALICE, ThreeServers.PASSWORD);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Exim.Additions recipe() {
        String james = nice.endpoints().host();
        return new Exim.Additions(
                Recipe.of("exim", "exim main")
                        .with("203.0.113.7", james)
                        .with("shared = example.com", "shared = example.com : example.org")
                        .text(),
                Recipe.of("exim", "exim acl").text(),
                Recipe.of("exim", "exim routers")
                        .with("* james.example.net", "* " + james + "::" + niceGate.port())
                        .text());
    }

    private void addPeers(XmlFile xml) {
        Recipe peer = Recipe.of("exim", "xml sharing")
                .with("mail.example.net:25", EXIM + ':' + eximGate.port())
                .with("198.51.100.4", EXIM);
        xml.addAll("peers/peer", XmlFile.parse(peer.text())).add("peers/peer/domain", "example.com");
        Recipe byRcpt = peer.with(">exim<", ">by-rcpt<").with(">vrfy<", ">rcpt<");
        xml.addAll("peers/peer", XmlFile.parse(byRcpt.text())).add("peers/peer/domain", "example.org");
        xml.add("domains/domain", "example.org");
    }

    /** A stranger's session with Exim, after MAIL FROM. */
    SmtpSession strangerAtExim() {
        return ThreeServers.session(exim.smtpAddress(), "127.0.0.1");
    }

    /** A session with Exim as James has it, after MAIL FROM. */
    SmtpSession jamesAtExim() {
        return ThreeServers.session(exim.smtpAddress(), nice.endpoints().host());
    }

    Mailbox alice() {
        return nice.inbox(ALICE, ThreeServers.PASSWORD);
    }

    @Override
    public void close() {
        niceGate.close();
        eximGate.close();
        exim.close();
        nice.close();
    }
}
