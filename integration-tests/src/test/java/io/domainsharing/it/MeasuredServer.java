// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import java.util.List;
import java.util.Optional;

/**
 * metz shares example.com with oslo, a script, holds mail for some domains, has secondaries, and forgets quickly. Local parts
 * say what oslo answers about them.
 */
final class MeasuredServer implements AutoCloseable {
    /** Its peers and gateways, as metrics name them. */
    static final List<String> PEERS = List.of(
            "oslo", "gateway-away.example", "gateway-loop.example", "gateway-unasked.example", "gateway-near.example");

    private static final String METZ = "127.0.2.80";
    static final String OSLO = "127.0.2.81";
    static final String HOST = "127.0.2.82";
    static final String STRANGER = "127.0.2.83";
    static final String LOCAL = "local@example.com";
    static final String FULL = "full@example.com";

    private final SmtpSink world = SmtpSink.on(HOST);
    private final SmtpSink secondary = SmtpSink.on(HOST).answering(MeasuredServer::etrn);
    private final int closedPort = Endpoints.freePort(HOST);
    final ScriptedPeer oslo = new ScriptedPeer("oslo", OSLO, MeasuredServer::answer);
    final JamesServer metz = JamesServer.extended("metz", METZ);

    MeasuredServer() {
        Sharing.join("example.com", metz, List.of(oslo.entry()));
        metz.conf()
                .edit("domainsharing.xml", this::configure)
                .edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world));
        oslo.sink().answering(MeasuredServer::taking);
        metz.start();
        metz.webAdmin().user(LOCAL, PASSWORD).user(FULL, PASSWORD).alias("alias@example.com", "denied@example.com");
        metz.webAdmin().send("PUT", "/quota/users/" + FULL + "/count", "0");
    }

    Scrape scrape() {
        return Scrape.of(metz);
    }

    /** What is seen while there is one more peer of that name. */
    Scrape scrapeWithPeer(String name) {
        String peer = "/domain-sharing/peers/" + name;
        metz.webAdmin().send("PUT", peer, "{\"smtp\":[\"" + HOST + ':' + closedPort + "\"],\"mingerPort\":4069}");
        Scrape scrape = scrape();
        metz.webAdmin().send("DELETE", peer, "");
        return scrape;
    }

    private void configure(XmlFile xml) {
        // One try, so that each silence counts once; a whole second, for a machine that is busy with other things.
        xml.set("lookup/timeout", "1s").set("lookup/attempts", "1").set("lookup/budget", "2s");
        xml.set("cache/found", "2s").set("cache/refreshAfter", "1s").set("cache/maximumSize", "5");
        xml.set("delivery/delayTime", "1 second").set("delivery/expiry", "5s");
        xml.set("minger/queriesPerSecondPerSource", "20");
        gateway(xml, "away.example", HOST + ':' + closedPort, "verify", "none");
        xml.add("gateways/gateway/etrnFrom", STRANGER);
        gateway(xml, "loop.example", METZ + ':' + metz.endpoints().smtp(), "verify", "none");
        gateway(xml, "unasked.example", HOST + ':' + closedPort, "mingerPort", Integer.toString(closedPort));
        gateway(
                xml,
                "near.example",
                oslo.sink().address(),
                "mingerPort",
                Integer.toString(oslo.entry().mingerPort()));
        xml.set("secondaries/every", "1 hour");
        secondary(xml, secondary.address());
        secondary(xml, HOST + ':' + closedPort);
    }

    private static void gateway(XmlFile xml, String domain, String smtp, String key, String value) {
        xml.add("gateways/gateway", "");
        xml.add("gateways/gateway/domain", domain).add("gateways/gateway/smtp", smtp);
        xml.add("gateways/gateway/" + key, value);
    }

    private static void secondary(XmlFile xml, String smtp) {
        xml.add("secondaries/secondary", "");
        xml.add("secondaries/secondary/smtp", smtp).add("secondaries/secondary/domain", "example.com");
    }

    private static Optional<String> etrn(String command) {
        return command.startsWith("ETRN ") ? Optional.of("459 not for you") : Optional.empty();
    }

    private static Optional<String> taking(String command) {
        return command.startsWith("RCPT TO:<moved") ? Optional.of("550 5.1.1 no such user here") : Optional.empty();
    }

    static void answer(ScriptedPeer.Query query) {
        String user = query.mailbox().substring(0, query.mailbox().indexOf('@'));
        if (user.startsWith("yes") || user.startsWith("moved")) {
            query.status(5);
        } else if (user.startsWith("denied")) {
            query.status(2);
        } else if (user.startsWith("full-there")) {
            query.status(4);
        } else if (user.startsWith("rubbish")) {
            query.raw("rubbish");
        } else if (user.startsWith("forged")) {
            query.spoofed(HOST, query.mailbox() + " 5");
        } else if (!user.startsWith("silent")) {
            query.status(3);
        }
    }

    @Override
    public void close() {
        metz.close();
        oslo.close();
        world.close();
        secondary.close();
    }
}
