// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.Command;
import io.domainsharing.it.ImapMailbox;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.Sharing;
import io.domainsharing.it.Sharing.PeerEntry;
import io.domainsharing.it.TcpGate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Three offices, one James each, all serving example.com. Tokyo takes its peers' mail through a door that can be shut, so
 * that it can come back with its accounts before mail flows: James's memory server forgets its accounts when it stops.
 */
final class Offices implements AutoCloseable {
    static final String DOMAIN = "example.com";
    static final String PASSWORD = "secret";

    final JamesServer paris = JamesServer.extended("paris", "127.0.1.1");
    final JamesServer tokyo = JamesServer.extended("tokyo", "127.0.1.2");
    final JamesServer austin = JamesServer.extended("austin", "127.0.1.3");
    private final TcpGate tokyosDoor = new TcpGate(tokyo.endpoints().smtpAddress());

    Offices() {
        PeerEntry tokyoBehindItsDoor = PeerEntry.of(tokyo, tokyosDoor.port());
        Sharing.join(DOMAIN, paris, List.of(tokyoBehindItsDoor, PeerEntry.of(austin)));
        Sharing.join(DOMAIN, tokyo, List.of(PeerEntry.of(paris), PeerEntry.of(austin)));
        Sharing.join(DOMAIN, austin, List.of(PeerEntry.of(paris), tokyoBehindItsDoor));
        all().forEach(server -> server.conf().edit("domainsharing.xml", xml -> xml.set("lists/share", "true")));
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
        return server.cli().run("AddUser", user + "@" + DOMAIN, PASSWORD);
    }

    ImapMailbox inbox(JamesServer server, String user) {
        return server.inbox(user + "@" + DOMAIN, PASSWORD);
    }

    Command.Result removeUser(JamesServer server, String user) {
        return server.cli().run("RemoveUser", user + "@" + DOMAIN);
    }

    /** Until it is opened again, mail for Tokyo waits at its peers. */
    void shutTokyosDoor() {
        tokyosDoor.shut();
    }

    void openTokyosDoor() {
        tokyosDoor.open();
    }

    void stopTokyo() {
        tokyosDoor.shut();
        tokyo.kill();
    }

    /** Tokyo comes back with an account, and only then opens its door for mail. */
    void restartTokyoWith(String user) {
        tokyo.start();
        tokyo.webAdmin().user(user + "@" + DOMAIN, PASSWORD);
        tokyosDoor.open();
    }

    @Override
    public void close() {
        tokyosDoor.close();
        all().forEach(JamesServer::stop);
    }
}
