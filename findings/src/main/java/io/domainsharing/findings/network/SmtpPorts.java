// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.RefusedClient;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.Domain;

/**
 * Whether the hosts that mail is handed over to take mail from this server at all, whatever look-ups say: each is spoken to as for a
 * mail to an address that nobody has, up to RCPT. Blocks its caller for the answers of one host after the other.
 */
public final class SmtpPorts {
    private final SmtpClient client;
    private final Findings findings;
    private final boolean onlyRefusals;
    private final NobodysAddresses nobody = NobodysAddresses.random();

    public SmtpPorts(SmtpClient client, Findings findings) {
        this(client, findings, false);
    }

    private SmtpPorts(SmtpClient client, Findings findings, boolean onlyRefusals) {
        this.client = client;
        this.findings = findings;
        this.onlyRefusals = onlyRefusals;
    }

    /** Where another rule tells of hosts that do not answer. */
    SmtpPorts onlyRefusals() {
        return new SmtpPorts(client, findings, true);
    }

    /**
     * Asks each peer about an address of a domain that it shares; one that shares none is not asked.
     *
     * @param shared the shared domains
     */
    public void peers(List<Peer> peers, List<Domain> shared) {
        for (Peer peer : peers) {
            Optional<Domain> domain = Stream.concat(shared.stream(), peer.domains().stream())
                    .filter(peer::isAskedFor)
                    .findFirst();
            domain.ifPresent(known -> peer.smtp().forEach(host -> host(host, known, Sharing.place(peer, "smtp"))));
        }
    }

    public void gateways(List<Gateway> gateways) {
        gateways.forEach(gateway ->
                gateway.smtp().forEach(host -> host(host, gateway.domain(), Sharing.place(gateway, "smtp"))));
    }

    /** Those are asked by ETRN, and mail is not handed over to them: only whether they greet this server counts. */
    public void secondaries(List<Secondary> secondaries) {
        for (Secondary secondary : secondaries) {
            Place place = Place.of("domainsharing.xml").key("secondaries/secondary[" + secondary.name() + "]/smtp");
            secondary.smtp().forEach(host -> host(host, secondary.domains().get(0), place));
        }
    }

    private void host(HostAndPort host, Domain domain, Place at) {
        Place place = at.value(host);
        SmtpOutcome outcome = client.ask(
                        new SmtpServer(host.getHost(), host.getPort()),
                        new SmtpCommand.Rcpt(nobody.in(domain).asString()))
                .toCompletableFuture()
                .join();
        if (outcome instanceof SmtpOutcome.Answered answered) {
            String text = answered.reply().toString();
            if (RefusedClient.isSaidBy(answered.reply().code(), text)) {
                refuses(place, text);
            }
        } else if (outcome instanceof SmtpOutcome.NoAnswer none
                && (!onlyRefusals || none.reason() == SmtpOutcome.Reason.REFUSED)) {
            unanswered(host, place, none);
        }
    }

    private void unanswered(HostAndPort host, Place place, SmtpOutcome.NoAnswer none) {
        switch (none.reason()) {
            case TIMEOUT, UNREACHABLE -> findings.warning(
                    Rule.SMTP_PORT,
                    place,
                    "takes no mail: " + none.detail(),
                    "Is the server running, and does every firewall let TCP port " + host.getPort() + " through?");
            case UNRESOLVABLE -> findings.warning(
                    Rule.HOST_UNKNOWN,
                    place,
                    "has no address that can be found",
                    "Correct the name, or add it to DNS or to /etc/hosts");
            case REFUSED -> refuses(place, none.detail());
            case OVERLOADED, CLOSED -> {
                // Says nothing of the host.
            }
        }
    }

    private void refuses(Place place, String text) {
        findings.warning(
                Rule.SMTP_AUTH,
                place,
                "does not take mail from this server: " + text,
                "Write the port for other servers, mostly 25; or let that server take mail from here");
    }
}
