// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.smtpclient.DeliveryOutcome;
import io.domainsharing.smtpclient.Stage;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should hear of a host that mail is handed over to: of each kind one line a minute. Thread-safe. */
public final class HandoverWarnings {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandoverWarnings.class);

    private final Clock clock;
    private final Map<String, LogLimit> limits = new ConcurrentHashMap<>();

    public HandoverWarnings(Clock clock) {
        this.clock = clock;
    }

    /** A peer, one of our own servers, would refuse any mail of ours. */
    void refused(PeerName peer, HostAndPort host, Stage stage, Reply reply) {
        limit("refused", host)
                .run(leftOut -> LOGGER.warn(
                        "The peer {} takes no mail from this server: {} answers {} to {}. Its mail waits, and is returned only when it"
                                + " is too old. Let that server accept this one, and see what EHLO says: delivery/heloName{}",
                        peer,
                        host,
                        reply.text(),
                        nameOf(stage),
                        more(leftOut)));
    }

    /** Tells when TLS was wanted, was offered, and was not to be had. */
    void of(PeerName peer, HostAndPort host, DeliveryOutcome outcome) {
        String why = outcome.inClearBecause();
        if (why != null) {
            limit("clear", host)
                    .run(leftOut -> LOGGER.warn(
                            "Mail for {} goes to {} in clear, as TLS fails: {}. Mend TLS there; where mail must never go in clear,"
                                    + " write <tls>required</tls> for that peer{}",
                            peer,
                            host,
                            Reply.oneLine(why),
                            more(leftOut)));
        }
    }

    private LogLimit limit(String kind, HostAndPort host) {
        return limits.computeIfAbsent(kind + ' ' + host, ignored -> new LogLimit(clock));
    }

    private static String nameOf(Stage stage) {
        return switch (stage) {
            case CONNECT, GREETING -> "the connection";
            case EHLO -> "EHLO";
            case TLS -> "STARTTLS";
            case AUTH -> "AUTH";
            case MAIL -> "MAIL";
            case RCPT -> "RCPT";
            case DATA -> "DATA";
            case CONTENT -> "the message";
        };
    }

    private static String more(long leftOut) {
        return leftOut == 0 ? "" : " (" + leftOut + " more such mails)";
    }
}
