// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.Checkout;
import io.domainsharing.it.Command;
import io.domainsharing.it.ImapMailbox;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.Sharing;
import io.domainsharing.it.Sharing.PeerEntry;
import io.domainsharing.it.TcpGate;
import io.domainsharing.it.XmlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Three offices, one James each, all serving example.com. Tokyo takes its peers' mail through a door that can be shut, so
 * that it can come back with its accounts before mail flows: James's memory server forgets its accounts when it stops.
 */
final class Offices implements AutoCloseable {
    static final String DOMAIN = "example.com";
    static final String BRANCH = "branch.example";
    static final String PASSWORD = "secret";

    final JamesServer paris;
    final JamesServer tokyo = JamesServer.extended("tokyo", "127.0.1.2");
    final JamesServer austin = JamesServer.extended("austin", "127.0.1.3");
    private final TcpGate tokyosDoor = new TcpGate(tokyo.endpoints().smtpAddress());
    private final TcpGate branchDoor = new TcpGate(tokyo.endpoints().smtpAddress());

    /** @param durable whether paris is a James with JPA, whose queues and accounts outlive it */
    Offices(boolean durable) {
        paris = durable ? JamesServer.durable("paris", "127.0.1.1") : JamesServer.extended("paris", "127.0.1.1");
        PeerEntry tokyoBehindItsDoor = PeerEntry.of(tokyo, tokyosDoor.port());
        Sharing.join(DOMAIN, paris, List.of(tokyoBehindItsDoor, PeerEntry.of(austin)));
        Sharing.join(DOMAIN, tokyo, List.of(PeerEntry.of(paris), PeerEntry.of(austin)));
        Sharing.join(DOMAIN, austin, List.of(PeerEntry.of(paris), tokyoBehindItsDoor));
        all().forEach(server -> server.conf().edit("domainsharing.xml", xml -> xml.set("lists/share", "true")));
        tokyo.conf().edit("domainlist.xml", xml -> xml.add("domainnames/domainname", BRANCH));
        austin.conf().edit("domainsharing.xml", this::asAustinHasIt);
    }

    /** Austin asks Paris by VRFY, and holds the mail of Tokyo's other domain while its own door is shut. */
    private void asAustinHasIt(XmlFile xml) {
        xml.set("peers/peer/lookup", "vrfy");
        xml.set("gateways/gateway/domain", BRANCH)
                .set("gateways/gateway/smtp", tokyo.endpoints().host() + ':' + branchDoor.port())
                .set(
                        "gateways/gateway/mingerPort",
                        Integer.toString(tokyo.endpoints().minger()))
                .set("gateways/gateway/secret", Sharing.secretOf(tokyo.name()))
                .set("gateways/gateway/etrnFrom", tokyo.endpoints().host())
                // So that nobody takes a retry for what ETRN does.
                .set("delivery/delayTime", "2*1 second, 10*1 hour");
    }

    List<JamesServer> all() {
        return List.of(paris, tokyo, austin);
    }

    void start() {
        CompletableFuture.allOf(all().stream()
                        .map(server -> CompletableFuture.runAsync(server::start))
                        .toArray(CompletableFuture[]::new))
                .join();
        tokyosDoor.open();
    }

    /** An account, made as an administrator makes one: with the stock james-cli. */
    Command.Result addUser(JamesServer server, String user) {
        return server.cli().run("AddUser", address(user), PASSWORD);
    }

    /** What the {@code domain-sharing} command says about a server, as an administrator asks it. */
    Command.Result ask(JamesServer server, String... question) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Checkout.commandLineJar().toString()));
        command.addAll(List.of(question));
        command.addAll(List.of("--webadmin", webAdmin(server)));
        return Command.run(command, server.folder());
    }

    static String webAdmin(JamesServer server) {
        return "http://" + server.endpoints().host() + ':' + server.endpoints().webAdmin();
    }

    ImapMailbox inbox(JamesServer server, String user) {
        return server.inbox(address(user), PASSWORD);
    }

    /** A name alone is one of the shared domain. */
    static String address(String user) {
        return user.contains("@") ? user : user + "@" + DOMAIN;
    }

    Command.Result removeUser(JamesServer server, String user) {
        return server.cli().run("RemoveUser", address(user));
    }

    /** Until it is opened again, mail for Tokyo waits at its peers. */
    void shutTokyosDoor() {
        tokyosDoor.shut();
    }

    void openTokyosDoor() {
        tokyosDoor.open();
    }

    void openBranchDoor() {
        branchDoor.open();
    }

    void stopTokyo() {
        tokyosDoor.shut();
        tokyo.kill();
    }

    /** Tokyo comes back with an account, and only then opens its door for mail. */
    void restartTokyoWith(String user) {
        tokyo.start();
        tokyo.webAdmin().user(address(user), PASSWORD);
        tokyosDoor.open();
    }

    @Override
    public void close() {
        tokyosDoor.close();
        branchDoor.close();
        all().forEach(JamesServer::stop);
    }
}
