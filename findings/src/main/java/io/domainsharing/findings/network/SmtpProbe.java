// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.peer.RcptFallback;
import io.domainsharing.ownership.peer.SmtpPeerLookup;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import io.domainsharing.smtpclient.StartTls;
import java.time.Clock;
import java.util.List;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/** Whether a host of a peer takes SMTP connections, offers TLS, and tells by VRFY or RCPT. Blocks its caller. */
final class SmtpProbe {
    private final DomainSharingConfiguration configuration;
    private final Peer peer;
    private final Wire wire;
    private final Findings findings;

    SmtpProbe(DomainSharingConfiguration configuration, Peer peer, Wire wire, Findings findings) {
        this.configuration = configuration;
        this.peer = peer;
        this.wire = wire;
        this.findings = findings;
    }

    /** Greeting, EHLO and STARTTLS. */
    void connection(HostAndPort host, String unknown) {
        Place place = Sharing.place(peer, "smtp").value(host);
        SmtpOutcome outcome = ask(wire.plain(), host, unknown);
        if (outcome instanceof SmtpOutcome.NoAnswer none) {
            findings.error(
                    Rule.SMTP_PORT,
                    place,
                    "takes no mail: " + none.detail(),
                    "Is the server running, and does every firewall let TCP port " + host.getPort() + " through?");
        } else if (((SmtpOutcome.Answered) outcome).keywords().contains("STARTTLS")) {
            tls(host, unknown, place);
        } else {
            boolean isRequired = configuration.lookup().smtp().startTls() == StartTls.REQUIRED;
            findings.add(
                    Rule.STARTTLS,
                    isRequired ? Severity.ERROR : Severity.WARNING,
                    place,
                    "does not offer STARTTLS: mail goes there unencrypted"
                            + (isRequired ? ", and lookup/startTLS requires it" : ""),
                    "Switch STARTTLS on at " + peer.name());
        }
    }

    private void tls(HostAndPort host, String unknown, Place place) {
        if (ask(wire.encrypted(), host, unknown) instanceof SmtpOutcome.NoAnswer none) {
            findings.error(
                    Rule.STARTTLS,
                    place,
                    "offers STARTTLS, and it fails: " + none.detail(),
                    "Correct the key store and the TLS versions at " + peer.name());
        } else {
            findings.ok(Rule.STARTTLS, place, "takes SMTP connections, with STARTTLS");
        }
    }

    private static SmtpOutcome ask(SmtpClient client, HostAndPort host, String unknown) {
        return client.ask(new SmtpServer(host.getHost(), host.getPort()), new SmtpCommand.Vrfy(unknown))
                .toCompletableFuture()
                .join();
    }

    /** What James would make of the answer to VRFY or RCPT. */
    void lookup(HostAndPort host, String unknown) {
        String method = peer.lookup().name();
        Place place = Sharing.place(peer, "lookup").value(Words.word(peer.lookup()));
        PeerAnswer answer = answer(host, unknown);
        switch (answer.kind()) {
            case UNKNOWN -> findings.ok(
                    Rule.PEER_REFUSES, place, host + " tells by " + method + " that an address does not exist");
            case NO_ANSWER -> findings.error(
                    Rule.PEER_REFUSES,
                    place,
                    host + " does not tell by " + method + ": " + ((PeerAnswer.NoAnswer) answer).detail(),
                    "Let it answer this server (at James: <vrfy><allow>), or choose another <lookup>");
            case NOT_NOW -> findings.warning(
                    Rule.PEER_REFUSES,
                    place,
                    host + " says by " + method + " that nobody's address takes no mail now",
                    "Ask it again later; a greylist may be in the way");
            case ACCEPTS, ACCEPTS_ALL -> findings.warning(
                    Rule.PEER_ACCEPTS_ALL,
                    place,
                    host + " says yes by " + method + " to an address that nobody can have: its yes counts for little",
                    "Let it refuse unknown recipients, or choose another <lookup>");
        }
    }

    private PeerAnswer answer(HostAndPort host, String unknown) {
        Peer oneHost = peer.withSmtp(List.of(host));
        RcptFallback fallback =
                new RcptFallback(configuration.lookup().smtp()::fallsBackToRcpt, new LogLimit(Clock.systemUTC()));
        try {
            return new SmtpPeerLookup(
                            oneHost,
                            wire.smtp()::ask,
                            fallback,
                            configuration.lookup().budget(),
                            System::nanoTime)
                    .ask(new MailAddress(unknown))
                    .toCompletableFuture()
                    .join();
        } catch (AddressException e) {
            throw new IllegalArgumentException(unknown, e);
        }
    }
}
