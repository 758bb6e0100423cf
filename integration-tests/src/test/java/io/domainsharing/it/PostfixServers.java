// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;

/**
 * lyon, a James, shares example.com with post, a Postfix, by the recipe in {@code docs/recipes/postfix.md}.
 *
 * <p>alice lives on lyon, paula and peter on post. So does vera@example.org, a domain about which lyon asks by VRFY. lyon is the
 * secondary of post for customer.example, where carla lives, and backup is the secondary of lyon for
 * kept.example, where kim lives. Mail for info@old.example, a domain of post alone, ends with paula. Strangers come from
 * 127.0.0.1, which is nobody's address here.
 */
final class PostfixServers implements AutoCloseable {
    static final String ALICE = "alice@example.com";
    static final String PAULA = "paula@example.com";
    static final String VERA = "vera@example.org";
    static final String CUSTOMER = "carla@customer.example";
    static final String NOBODY = "nobody@example.com";
    static final String KIM = "kim@kept.example";
    static final String INFO = "info@old.example";
    static final String POST = "127.0.1.102";
    static final String BACKUP = "127.0.1.103";

    final JamesServer lyon = JamesServer.extended("lyon", "127.0.1.101");
    final Postfix post = Postfix.create("post", POST);
    final Postfix backup = Postfix.create("backup", BACKUP);
    final TcpGate lyonGate = new TcpGate(lyon.endpoints().smtpAddress());
    final TcpGate postGate = new TcpGate(post.smtpAddress());

    PostfixServers() {
        try {
            Sharing.join("example.com", lyon, List.of());
            lyon.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "example.org")
                    .add("domainnames/domainname", "kept.example"));
            lyon.conf().edit("domainsharing.xml", this::addPeersAndGateway);
            lyonGate.open();
            postGate.open();
            post.table(
                    "mailboxes",
                    Recipe.of("postfix", "text").text() + "peter@example.com example.com/peter/\n" + VERA
                            + " example.org/vera/\n" + CUSTOMER + " customer.example/carla/\n");
            post.main("virtual_mailbox_domains = example.org, customer.example");
            post.main("virtual_alias_domains = old.example");
            post.main("virtual_alias_maps = inline:{ " + INFO + '=' + PAULA + " }");
            post.main(Recipe.of("postfix", "cf sharing")
                            .with(
                                    "[james.example.net]:25",
                                    "[" + lyon.endpoints().host() + "]:" + lyonGate.port())
                            .with("203.0.113.7", lyon.endpoints().host())
                            .with("negative_expire_time = 30s", "negative_expire_time = 3s")
                            .text())
                    .start();
            backup.main(Recipe.of("postfix", "cf holding")
                            .with(
                                    "[james.example.net]:25",
                                    "[" + lyon.endpoints().host() + "]:" + lyonGate.port())
                            .with("203.0.113.7", lyon.endpoints().host())
                            .with("example.com", "kept.example")
                            .text())
                    .main(Recipe.of("postfix", "cf listed").text())
                    .table("james-addresses", KIM + " listed\n")
                    .start();
            lyon.start();
            lyon.webAdmin().user(ALICE, ThreeServers.PASSWORD).user(KIM, ThreeServers.PASSWORD);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void addPeersAndGateway(XmlFile xml) {
        Recipe peer = Recipe.of("postfix", "xml sharing")
                .with("mail.example.net:25", POST + ':' + postGate.port())
                .with("198.51.100.4", POST);
        xml.addAll("peers/peer", XmlFile.parse(peer.text())).add("peers/peer/domain", "example.com");
        Recipe byVrfy = peer.with(">postfix<", ">by-vrfy<").with(">rcpt<", ">vrfy<");
        xml.addAll("peers/peer", XmlFile.parse(byVrfy.text())).add("peers/peer/domain", "example.org");
        xml.addAll(
                "gateways/gateway",
                XmlFile.parse(Recipe.of("postfix", "xml gateway")
                        .with("mail.example.net:25", post.hostAndPort())
                        .with("198.51.100.4", POST)
                        .text()));
        xml.remove("secondaries")
                .addAll(
                        "secondaries",
                        XmlFile.parse(Recipe.of("postfix", "xml holding")
                                .with("mail.example.net:25", backup.hostAndPort())
                                .with("198.51.100.4", BACKUP)
                                .with("example.com", "kept.example")
                                .with("5 minutes", "2 seconds")
                                .text()));
        xml.add("domains/domain", "example.org").set("lookup/vrfyFallbackToRcpt", "true");
    }

    /** A stranger's session with Postfix, after MAIL FROM. */
    SmtpSession strangerAtPost() {
        return ThreeServers.session(post.smtpAddress(), "127.0.0.1");
    }

    /** A session with Postfix as James has it, after MAIL FROM. */
    SmtpSession jamesAtPost() {
        return ThreeServers.session(post.smtpAddress(), lyon.endpoints().host());
    }

    Mailbox alice() {
        return lyon.inbox(ALICE, ThreeServers.PASSWORD);
    }

    @Override
    public void close() {
        lyonGate.close();
        postGate.close();
        post.close();
        backup.close();
        lyon.close();
    }
}
